// Package exercise reads the folder of an exercise: what a student is to build (exercise.yaml, instructions.md), how it is
// judged (grade.feature, each scenario of which is a criterion), what the student finds (start/), a right answer (solution/)
// and typical wrong ones (wrong/NAME/).
package exercise
