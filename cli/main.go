// Package cli is the gherkind command, for projects with step definitions of their own: a program like
//
//	package main
//
//	func main() { cli.Main(shop.Steps()) }
//
// has all verbs of gherkind, and runs, lints, lists, completes and replays the steps of the project beside gherkind's. The gherkind
// command itself is this package without any.
package cli

import (
	"os"

	"github.com/gherkind/gherkind/internal/cli"
	"github.com/gherkind/gherkind/steps/step"
)

// Main runs the command line of the program with the step definitions of a project, and exits. A definition that cannot be used is
// exit 2, with the reason.
func Main(own ...step.Group) {
	os.Exit(cli.Main(own, os.Args[1:]))
}
