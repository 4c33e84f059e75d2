import { acting } from './acting';
import { analysis } from './analysis';
import { authorisation } from './authorisation';
import { cases } from './cases';
import { exhibit } from './exhibit';
import { frame } from './frame';
import { imports } from './imports';
import { keeping } from './keeping';
import { lists } from './lists';
import { matches } from './matches';
import { partners } from './partners';
import { planning } from './planning';
import { records } from './records';
import { review } from './review';
import { rules } from './rules';
import { screening } from './screening';
import { sheets } from './sheets';

export const en = { ...frame, ...acting, ...analysis, ...cases, ...authorisation, ...exhibit, ...imports, ...keeping, ...lists, ...matches, ...partners, ...planning, ...records, ...review, ...rules, ...screening, ...sheets } as const;
