import type { Catalogue } from '../../translate';
import { authorisation } from './authorisation';
import { cases } from './cases';
import { exhibit } from './exhibit';
import { frame } from './frame';
import { lists } from './lists';
import { matches } from './matches';
import { partners } from './partners';
import { records } from './records';
import { rules } from './rules';
import { screening } from './screening';

export const ur: Catalogue = { ...frame, ...cases, ...authorisation, ...exhibit, ...lists, ...matches, ...partners, ...records, ...rules, ...screening };
