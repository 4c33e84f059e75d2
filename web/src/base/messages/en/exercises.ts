// Exercises of a training seat.
export const exercises = {
  'activity.start-exercise': 'starting an exercise',
  'activity.answer-exercise': 'answering an exercise',
  'activity.take-exercise-hint': 'taking a hint of an exercise',
  'activity.submit-exercise': 'handing in an exercise',
  'activity.list-exercises': 'listing exercises',
  'activity.read-exercise': 'reading an exercise',
  'activity.read-exercise-marks': 'reading marks',
  'entry.seat_assigned': 'This workspace is seat {seat} of the course {course}',
  'entry.exercise_started': 'The exercise {study} was started',
  'entry.exercise_answered': 'The task {task} of {study} was answered',
  'entry.exercise_hint_taken': 'A hint for the task {task} of {study} was taken',
  'entry.exercise_submitted': 'The exercise {study} was handed in',
} as const;
