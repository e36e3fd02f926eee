package remote

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/subset"
)

// PrintsExactly compares the standard output, as $(…) in a shell does: without the end of its last line.
func PrintsExactly(r kube.ExecResult, text string) error {
	out := strings.TrimSuffix(strings.TrimSuffix(r.Stdout, "\n"), "\r")
	switch {
	case r.ExitCode != 0:
		return Exited(r)
	case out != text && r.Stderr != "":
		return fmt.Errorf("it printed %s; and as errors, %s", subset.Other(text, out), OneLine(r.Stderr))
	case out != text:
		return fmt.Errorf("it printed %s", subset.Other(text, out))
	}
	return nil
}

// ExitsWith returns an error when a command ended with another exit code.
func ExitsWith(r kube.ExecResult, code int) error {
	if r.ExitCode != code {
		return Exited(r)
	}
	return nil
}

// Exited is the error of a command that ended with another code than was wanted.
func Exited(r kube.ExecResult) error {
	why := Ended(r.ExitCode)
	if why == "" {
		return fmt.Errorf("it exited with %d%s", r.ExitCode, AndPrinted(r.Stdout+r.Stderr))
	}
	err := fmt.Errorf("it exited with %d (%s)%s", r.ExitCode, why, AndPrinted(r.Stdout+r.Stderr))
	if hint := brokenHint(r.ExitCode); hint != "" {
		return assert.WithHint(err, hint)
	}
	return err
}

// AndPrinted ends a sentence about a program with what it printed.
func AndPrinted(output string) string {
	if strings.TrimSpace(output) == "" {
		return " and printed nothing"
	}
	return ": " + OneLine(output)
}

// OutputShown is how much of a command's output an error quotes, in bytes.
const OutputShown = 300

// OneLine quotes the beginning of a text, with its white space as single spaces.
func OneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return "nothing"
	}
	if len(text) > OutputShown {
		text = text[:OutputShown] + " …"
	}
	return fmt.Sprintf("%q", text)
}

// CutOutput says of what a command printed that its end is not known.
var CutOutput = fmt.Sprintf("only the first %d KiB of what it printed are kept", kube.OutputLimit>>10)

// OfCut adds to what is wrong with the output of a command that there was more of it: the rest may be as expected.
func OfCut(r kube.ExecResult, err error) error {
	if err == nil || !r.Cut {
		return err
	}
	return assert.WithHint(fmt.Errorf("%w; %s", err, CutOutput), "let the command print less, for example with tail, grep or sha256sum")
}

// Prints wants a text somewhere in the output of a command that exits with 0.
func Prints(text string) func(kube.ExecResult) error {
	return func(r kube.ExecResult) error {
		switch {
		case r.ExitCode != 0:
			return Exited(r)
		case !strings.Contains(r.Stdout+r.Stderr, text):
			return fmt.Errorf("it printed %s", OneLine(r.Stdout+r.Stderr))
		}
		return nil
	}
}
