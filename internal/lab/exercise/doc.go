// Package exercise reads the folder of an exercise: the task (exercise.yaml, instructions.md), the criteria (the scenarios of
// grade.feature), the start state (start/), a correct answer (solution/) and typical wrong ones (wrong/NAME/).
package exercise
