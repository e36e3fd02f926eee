// Package grade judges a student's work by the criteria of an exercise: in the student's namespace as it is, or in a copy if a
// criterion changes something.
package grade
