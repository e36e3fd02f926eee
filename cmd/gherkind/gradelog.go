package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/lab/attempts"
	"github.com/gherkind/gherkind/internal/plaintext"
)

func newGradeLog() *cobra.Command {
	c := &cobra.Command{
		Use:   "log",
		Short: "Check and show the log of attempts",
		Args:  usage(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			return &commandError{errors.New("say what to do with the log: gherkind grade log verify LOG, or show LOG")}
		},
	}
	c.AddCommand(newGradeLogVerify(), newGradeLogShow())
	return c
}

func newGradeLogVerify() *cobra.Command {
	var hash string
	c := &cobra.Command{
		Use:   "verify LOG",
		Short: "Check that no attempt in a log was changed, removed, added or moved",
		Long: `Each line of the log of attempts goes on from the hash of the line before, and
LOG.head counts the lines. verify follows the hashes, looks at the count, and at
the bundles that are kept of each attempt. The first line that is wrong is named,
and the exit code is 1.

Who can write all files of a log can write a whole new one. So keep the hash that
is printed here, or after grading, somewhere else, and give it with --hash: a
log that never led to it is not the same log.`,
		Example: `  gherkind grade log verify attempts.jsonl
  gherkind grade log verify attempts.jsonl --hash 7d0f…`,
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			l := &attempts.Log{Path: args[0]}
			r, err := l.Verify(c.Context(), hash)
			if err != nil {
				return brokenLog(c, err)
			}
			fmt.Fprintf(c.OutOrStdout(), "%s is whole: %d attempts, %d bundles\nhash %s\n", args[0], len(r.Entries), r.Bundles, r.Hash)
			if r.Torn {
				fmt.Fprintf(c.OutOrStdout(), "line %d was written in part, by a process that was killed, and does not count; the next attempt takes its place\n", len(r.Entries)+1)
			}
			return nil
		},
	}
	c.Flags().StringVar(&hash, "hash", "", "a hash that the log is known to have led to")
	return c
}

// brokenLog says what is wrong with a log. One that is not as it was written is a failure, not a mistake on the command line.
func brokenLog(c *cobra.Command, err error) error {
	if _, is := errors.AsType[*attempts.Broken](err); is {
		fmt.Fprintln(c.ErrOrStderr(), said(err.Error()))
		return errFailed
	}
	return &commandError{err}
}

func newGradeLogShow() *cobra.Command {
	return &cobra.Command{
		Use:   "show LOG",
		Short: "List the attempts in a log, after it was checked",
		Args:  usage(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := (&attempts.Log{Path: args[0]}).Read(c.Context())
			if err != nil {
				return brokenLog(c, err)
			}
			for _, e := range r.Entries {
				fmt.Fprintln(c.OutOrStdout(), entryLine(e))
			}
			return nil
		},
	}
}

// maxShownName and maxShownLine are how much of a name and of a line is shown, in bytes.
const (
	maxShownName = 100
	maxShownLine = 1000
)

func entryLine(e attempts.Entry) string {
	points, total := fmt.Sprintf("%s to %s", e.Grade.AtLeast(), e.Grade.AtMost()), e.Grade.Total()
	if p, decided := e.Grade.Points(); decided {
		points = p.String()
	}
	return fmt.Sprintf("%4d  %s  %-14s  %s of %s  attempt %d of %s at %s", e.Line, e.At.UTC().Format("2006-01-02 15:04:05"), e.Grade.Verdict(),
		points, total, e.Grade.Attempt, plaintext.Line(e.Grade.Student.Key(), maxShownName), plaintext.Line(e.Grade.Exercise.Name, maxShownName))
}

// shownLine is text of one line from anywhere, fit to print.
func shownLine(text string) string { return plaintext.Line(text, maxShownLine) }
