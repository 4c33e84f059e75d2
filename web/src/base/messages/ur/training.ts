export const training = {
  'entry.class_opened': 'جماعت {title} شروع ہوئی، نشستیں: {seats}',
  'entry.class_seat_ended': 'جماعت کی نشست {seat} ختم ہوئی',
  'entry.class_closing': 'جماعت بند کی جا رہی ہے',
  'entry.class_closed': 'جماعت بند ہوئی؛ {seats} نشستوں کا مواد تلف کر دیا گیا',
} as const;
