import { authorisation } from './authorisation';
import { cases } from './cases';
import { exhibit } from './exhibit';
import { frame } from './frame';
import { partners } from './partners';
import { records } from './records';

export const en = { ...frame, ...cases, ...authorisation, ...exhibit, ...records, ...partners } as const;
