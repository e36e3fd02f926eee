// Package starter has the files with which a project of its own begins: an example that passes, the project file, workflows of CI
// and settings of editors.
package starter
