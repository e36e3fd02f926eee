// Package page writes pages with marks: one of the class, for instructors, and one for each student. Each page is a single file
// without scripts and external resources.
package page
