// Package marks is the model of grading results: a [Grade] is one attempt of one student at one exercise, and a
// [Criterion] is one scenario of the exercise with its points.
//
// The rules are these.
//
//   - Points are decimal numbers with at most two digits after the point, and are added without error (see [Points]).
//   - A criterion that passed earns all its points; one that failed, or is blocked by another, earns none; a partial one
//     earns more than none and less than all. [Part] rounds to the nearest hundredth, a half up, and never up to all
//     nor down to none.
//   - A criterion that could not be judged because of a fault of the machine is [Infrastructure]. It is not a zero: the
//     total points are then undecided, and lie between [Grade.AtLeast] and [Grade.AtMost].
//   - A criterion that needs one that is infrastructure is infrastructure as well; one that needs a criterion that did not
//     pass is blocked ([Grade.Blocker]).
//   - Hints that cost points reduce what their criterion earned, a late submission reduces the total. Neither goes below zero.
//   - The verdict of the grade is computed, never stored separately: infrastructure if any criterion is, passed if all
//     passed, failed if nothing was earned, otherwise partial.
//
// The JSON form has a version (see [Version]): a field is never renamed nor given another meaning without a new one, and
// a reader ignores unknown fields. Verdict and points are included in the JSON for other readers, and are checked
// against the criteria when it is read back.
package marks
