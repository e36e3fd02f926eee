// Package marks is the model of what grading found out: a [Grade] is one attempt of one student at one exercise, and a
// [Criterion] is one scenario of the exercise with the points it is worth.
//
// The rules are these.
//
//   - Points are decimal numbers with at most two digits after the point, and are added without error (see [Points]).
//   - A criterion that passed earns all its points; one that failed, or is blocked by another, earns none; one that is partial
//     earns more than none and less than all. [Part] rounds to the nearest hundredth, a half up, and never up to all
//     nor down to none.
//   - A criterion that could not be judged for a fault of the machine is [Infrastructure]. It is not a zero: the points of the
//     whole are then undecided, and [Grade.AtLeast] and [Grade.AtMost] say between what they lie.
//   - What needs a criterion that is infrastructure is infrastructure as well, what needs one that is not passed is blocked
//     ([Grade.Block]).
//   - Hints that cost points lower what their criterion earned, a late submission lowers the whole. Neither goes below zero.
//   - The verdict of the whole is computed, never stored on its own: infrastructure if any criterion is, passed if all
//     passed, failed if nothing was earned, else partial.
//
// The JSON form has a version (see [Version]): a field is never renamed nor given another meaning without a new one, and
// a reader ignores fields that it does not know. Verdict and points stand in the JSON for others to read, and are checked
// against the criteria when it is read back.
package marks
