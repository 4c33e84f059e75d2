import type { components } from './schema.gen';

type Schemas = components['schemas'];
export type Session = Schemas['Session'];
export type Officer = Schemas['Officer'];
export type Role = Schemas['Role'];
export type LawPack = Schemas['LawPack'];
export type Provision = Schemas['Provision'];
export type Case = Schemas['Case'];
export type NewCase = Schemas['NewCase'];
export type Authorisation = Schemas['Authorisation'];
export type AuthorisationRequest = Schemas['AuthorisationRequest'];
export type AuthorisationState = Schemas['AuthorisationState'];
export type Instrument = Schemas['Instrument'];
export type Target = Schemas['Target'];
export type TargetKind = Schemas['TargetKind'];
export type Activity = Schemas['Activity'];
export type ProtectedGroup = Schemas['ProtectedGroup'];
export type Decision = Schemas['Decision'];
export type CaptureRequest = Schemas['CaptureRequest'];
export type CaptureOptions = Schemas['CaptureOptions'];
export type CaptureAccepted = Schemas['CaptureAccepted'];
export type Job = Schemas['Job'];
export type JobState = Schemas['JobState'];
export type Exhibit = Schemas['Exhibit'];
export type ExhibitDetail = Schemas['ExhibitDetail'];
export type ExhibitFile = Schemas['ExhibitFile'];
export type FileRole = Schemas['FileRole'];
export type Entry = Schemas['Entry'];
export type Bundle = Schemas['Bundle'];
export type Ledger = Schemas['Ledger'];
export type Status = Schemas['Status'];
export type List = Schemas['List'];
export type ListFormat = Schemas['ListFormat'];
export type NewList = Schemas['NewList'];
export type ImportedList = Schemas['ImportedList'];
export type ListEntry = Schemas['ListEntry'];
export type Feedback = Schemas['Feedback'];
export type Opinion = Schemas['Opinion'];
export type DisputeState = Schemas['DisputeState'];
export type Tlp = Schemas['Tlp'];
export type Facet = Schemas['Facet'];
export type NewBanked = Schemas['NewBanked'];
export type Lookup = Schemas['Lookup'];
export type Hit = Schemas['Hit'];
export type HitList = Schemas['HitList'];
export type Match = Schemas['Match'];
export type MatchState = Schemas['MatchState'];
export type MatchEvidence = Schemas['MatchEvidence'];
export type MatchSide = Schemas['MatchSide'];
export type Align = Schemas['Align'];
export type NewReview = Schemas['NewReview'];
export type RuleSet = Schemas['RuleSet'];
export type RuleSetDetail = Schemas['RuleSetDetail'];
export type RuleFault = Schemas['RuleFault'];
export type NewRuleSet = Schemas['NewRuleSet'];
export type PeopleListVersion = Schemas['PeopleListVersion'];
export type ImportedPeopleList = Schemas['ImportedPeopleList'];
export type NewPeopleList = Schemas['NewPeopleList'];
export type Screening = Schemas['Screening'];
export type ScreeningDetail = Schemas['ScreeningDetail'];
export type NewScreening = Schemas['NewScreening'];
export type Lead = Schemas['Lead'];
export type LeadField = Schemas['LeadField'];
export type LeadOutcome = Schemas['LeadOutcome'];
export type HowOftenWrong = Schemas['HowOftenWrong'];

// The lists of words of the contract, checked against it by the types.
export const kInstruments = [
  'own-motion', 'supervisor-order', 'warrant', 'court-order', 'joint-investigation-team',
] as const satisfies readonly Instrument[];
export const kTargetKinds = ['host', 'url', 'account', 'address'] as const satisfies readonly TargetKind[];
export const kActivities = [
  'capture', 'capture.series', 'import', 'accept-invalid-certificate', 'contact-private-address',
] as const satisfies readonly Activity[];
export const kProtectedGroups = [
  'journalist', 'lawyer', 'child', 'clergy', 'elected', 'human-rights-defender',
] as const satisfies readonly ProtectedGroup[];
export const kListFormats = [
  'sanad', 'plain', 'threatexchange-csv', 'threatexchange-json', 'stix', 'misp',
] as const satisfies readonly ListFormat[];
export const kTlps = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const satisfies readonly Tlp[];
export const kOpinions = ['agree', 'disagree', 'dispute', 'withdraw', 'answer'] as const satisfies readonly Opinion[];
export const kMatchStates = ['open', 'confirmed', 'rejected'] as const satisfies readonly MatchState[];
// Who takes lists in, speaks of entries and reviews matches.
export const kIdentifiers = ['investigator', 'supervisor', 'reviewer'] as const satisfies readonly Role[];

export const is_over = (state: JobState): boolean => state !== 'queued' && state !== 'running';
export type Token = Schemas['Token'];
export type NewToken = Schemas['NewToken'];
export type IssuedToken = Schemas['IssuedToken'];
