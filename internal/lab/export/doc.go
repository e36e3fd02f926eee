// Package export writes marks for the systems that store them: one file for each format. Each format is listed in [All].
//
// All formats follow the same rules.
//
//   - What could not be judged is never a zero. A format with a word for it says so; an import file leaves the student out, so that
//     the mark in the system is not changed, and [Export.Save] returns who was left out.
//   - Names, logs and messages come from students. They pass through package plaintext, and are escaped for the format. A cell
//     of a CSV file is never taken for a formula.
//   - What a student may not see is written only to files for instructors, and to formats that say who may see it.
package export
