// Package starter has the files of a new project: an example that passes, the project file, CI workflows and editor settings.
package starter
