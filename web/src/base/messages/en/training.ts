// What a trainer's workspace records of classes.
export const training = {
  'entry.class_opened': 'The class {title} began, with {seats} seats',
  'entry.class_seat_ended': 'Seat {seat} of the class ended',
  'entry.class_closing': 'The class is being closed',
  'entry.class_closed': 'The class was closed; {seats} seats were destroyed',
} as const;
