// Package export writes marks for the systems that keep them: one file for each format. Each format is listed in [All].
//
// All formats keep to the same rules.
//
//   - What could not be judged is never a zero. A format with a word for it says so; an import file leaves the student out, so that
//     what the system has is not changed, and [Export.Save] names who was left out.
//   - Names, logs and messages come from students. They pass through package plaintext, and are escaped for the format. A cell
//     of a CSV file is never taken for a formula.
//   - What a student may not see is written only to files that are for instructors, and to those that can say who may see it.
package export
