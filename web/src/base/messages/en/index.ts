import { authorisation } from './authorisation';
import { cases } from './cases';
import { exhibit } from './exhibit';
import { frame } from './frame';
import { records } from './records';
import { screening } from './screening';

export const en = { ...frame, ...cases, ...authorisation, ...exhibit, ...records, ...screening } as const;
