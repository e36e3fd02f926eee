package cli

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
			return &commandError{errors.New("specify what to do with the log: gherkind grade log verify LOG, or show LOG")}
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
		Long: `Each line of the log of attempts contains a hash that depends on the line before, and
LOG.head contains the number of lines. verify checks the hashes, the number of lines
and the recordings of each attempt. It names the first wrong line and exits with 1.

Somebody who can write all files of a log can write a completely new one. To detect
that, keep the hash that is printed here or after grading elsewhere, and pass it with
--hash: a log that never had that hash is a different log.`,
		Example: `  gherkind grade log verify attempts.jsonl
  gherkind grade log verify attempts.jsonl --hash 7d0f…`,
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			l := &attempts.Log{Path: args[0]}
			r, err := l.Verify(c.Context(), hash)
			if err != nil {
				return brokenLog(c, err)
			}
			fmt.Fprintf(people(c), "%s is whole: %d attempts, %d bundles\nhash %s\n", args[0], len(r.Entries), r.Bundles, r.Hash)
			if r.Torn {
				fmt.Fprintf(people(c), "line %d is incomplete, because the process that wrote it was killed; it does not count, and the next attempt replaces it\n", len(r.Entries)+1)
			}
			return nil
		},
	}
	c.Flags().StringVar(&hash, "hash", "", "a hash that the log is known to have had")
	return c
}

// brokenLog reports an invalid log. A log that was changed after it was written is a failure, not a usage error.
func brokenLog(c *cobra.Command, err error) error {
	if _, is := errors.AsType[*attempts.Broken](err); is {
		fmt.Fprintln(c.ErrOrStderr(), said(speaking(c.Context()), err.Error()))
		return errFailed
	}
	return &commandError{err}
}

func newGradeLogShow() *cobra.Command {
	return &cobra.Command{
		Use:   "show LOG",
		Short: "Verify a log and list its attempts",
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

// maxShownName and maxShownLine limit how many bytes of a name and of a line are shown.
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

// shownLine makes one line of untrusted text safe to print.
func shownLine(text string) string { return plaintext.Line(text, maxShownLine) }
