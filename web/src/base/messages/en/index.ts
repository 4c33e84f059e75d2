import { acting } from './acting';
import { analysis } from './analysis';
import { authorisation } from './authorisation';
import { cases } from './cases';
import { exhibit } from './exhibit';
import { frame } from './frame';
import { imports } from './imports';
import { lists } from './lists';
import { matches } from './matches';
import { partners } from './partners';
import { planning } from './planning';
import { records } from './records';
import { rules } from './rules';
import { screening } from './screening';
import { sharing } from './sharing';
import { sheets } from './sheets';

export const en = { ...frame, ...acting, ...analysis, ...cases, ...authorisation, ...exhibit, ...imports, ...lists, ...matches, ...partners, ...planning, ...records, ...rules, ...screening, ...sharing, ...sheets } as const;
