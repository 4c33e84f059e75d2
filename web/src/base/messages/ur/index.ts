import type { Catalogue } from '../../translate';
import { authorisation } from './authorisation';
import { cases } from './cases';
import { exhibit } from './exhibit';
import { frame } from './frame';
import { partners } from './partners';
import { records } from './records';

export const ur: Catalogue = { ...frame, ...cases, ...authorisation, ...exhibit, ...records, ...partners };
