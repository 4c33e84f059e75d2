import { authorisation } from './authorisation';
import { cases } from './cases';
import { exhibit } from './exhibit';
import { frame } from './frame';
import { lists } from './lists';
import { matches } from './matches';
import { records } from './records';

export const en = { ...frame, ...cases, ...authorisation, ...exhibit, ...lists, ...matches, ...records } as const;
