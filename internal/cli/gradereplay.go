package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/lab/attempts"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/scenarios"
)

func newGradeReplay() *cobra.Command {
	var line int
	c := &cobra.Command{
		Use:   "replay LOG",
		Short: "Grade logged attempts again from what was recorded, without a cluster",
		Long: `replay verifies a log of attempts like gherkind grade log verify. Then it judges each
criterion again from its recording, and compares the marks.

Exit codes: 0 all marks are the same · 1 some differ or cannot be judged again because
nothing was recorded, or the log was changed · 2 the log does not exist`,
		Example: `  gherkind grade replay attempts.jsonl
  gherkind grade replay .gherkind/class/node-port.jsonl --line 12`,
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			log := &attempts.Log{Path: args[0]}
			r, err := log.Verify(c.Context(), "")
			if err != nil {
				return brokenLog(c, err)
			}
			entries := r.Entries
			if c.Flags().Changed("line") {
				if line < 1 || line > len(entries) {
					return &commandError{fmt.Errorf("--line %d: the log has %d lines", line, len(entries))}
				}
				entries = entries[line-1 : line]
			}
			return replayAll(c, log, entries)
		},
	}
	c.Flags().IntVar(&line, "line", 0, "only the attempt in this line of the log")
	return c
}

// errOtherMarks means that a replay of the log gives other marks, which the output has already shown.
var errOtherMarks = fmt.Errorf("%w: not all marks follow from what was seen", errFailed)

func replayAll(c *cobra.Command, log *attempts.Log, entries []attempts.Entry) error {
	same := 0
	for _, e := range entries {
		again, err := log.Replay(c.Context(), e, scenarios.GradeAgain)
		if err != nil && c.Context().Err() != nil {
			return errors.Join(interruptedBy(c.Context()), err)
		}
		if sayReplayed(people(c), e, again, err) {
			same++
		}
	}
	fmt.Fprintf(people(c), "%d of %d attempts have the same marks\n", same, len(entries))
	if same < len(entries) {
		return errOtherMarks
	}
	return nil
}

// sayReplayed prints the result of an attempt's replay, and reports whether the marks are the same.
func sayReplayed(out io.Writer, e attempts.Entry, again *attempts.Replayed, err error) bool {
	fmt.Fprintln(out, entryLine(e))
	var wrong []string
	switch {
	case err != nil:
		wrong = []string{"it cannot be judged again: " + err.Error()}
	default:
		wrong = again.Differences
		if len(again.NotReplayed) > 0 {
			wrong = append(wrong, "nothing was kept by which could be judged again: "+strings.Join(again.NotReplayed, ", "))
		}
	}
	for _, text := range wrong {
		fmt.Fprintln(out, "      "+shownLine(text))
	}
	for _, c := range e.Grade.Criteria {
		if c.Verdict == marks.Infrastructure {
			fmt.Fprintln(out, "      not judged then because of a fault of the machine: "+shownLine(c.ID))
		}
	}
	return len(wrong) == 0
}
