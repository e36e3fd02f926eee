// Package page makes pages of marks for people: one of a class, for instructors, and one for each student. A page is one file, without
// scripts, and loads nothing from a network.
package page
