// Exercises of a training seat.
export const exercises = {
  'activity.start-exercise': 'مشق شروع کرنا',
  'activity.answer-exercise': 'مشق کا جواب دینا',
  'activity.take-exercise-hint': 'مشق کا اشارہ لینا',
  'activity.submit-exercise': 'مشق جمع کرانا',
  'activity.list-exercises': 'مشقوں کی فہرست',
  'activity.read-exercise': 'مشق پڑھنا',
  'activity.read-exercise-marks': 'نمبر پڑھنا',
  'entry.seat_assigned': 'یہ ورک اسپیس کورس {course} کی نشست {seat} ہے',
  'entry.exercise_started': 'مشق {study} شروع ہوئی',
  'entry.exercise_answered': '{study} کے کام {task} کا جواب دیا گیا',
  'entry.exercise_hint_taken': '{study} کے کام {task} کے لیے اشارہ لیا گیا',
  'entry.exercise_submitted': 'مشق {study} جمع کرائی گئی',
};
