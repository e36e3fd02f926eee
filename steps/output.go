package steps

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/subset"
)

// printedExactly compares the standard output, as $(…) in a shell does: without the end of its last line.
func printedExactly(r kube.ExecResult, text string) error {
	out := strings.TrimSuffix(strings.TrimSuffix(r.Stdout, "\n"), "\r")
	switch {
	case r.ExitCode != 0:
		return exited(r)
	case out != text && r.Stderr != "":
		return fmt.Errorf("it printed %s; and as errors, %s", subset.Other(text, out), oneLine(r.Stderr))
	case out != text:
		return fmt.Errorf("it printed %s", subset.Other(text, out))
	}
	return nil
}

func exitedWith(r kube.ExecResult, code int) error {
	if r.ExitCode != code {
		return exited(r)
	}
	return nil
}

// exited is the error of a command that ended with another code than was wanted.
func exited(r kube.ExecResult) error {
	why := ended(r.ExitCode)
	if why == "" {
		return fmt.Errorf("it exited with %d%s", r.ExitCode, andPrinted(r.Stdout+r.Stderr))
	}
	err := fmt.Errorf("it exited with %d (%s)%s", r.ExitCode, why, andPrinted(r.Stdout+r.Stderr))
	if hint := brokenHint(r.ExitCode); hint != "" {
		return &hinted{err, hint}
	}
	return err
}

// andPrinted ends a sentence about a program with what it printed.
func andPrinted(output string) string {
	if strings.TrimSpace(output) == "" {
		return " and printed nothing"
	}
	return ": " + oneLine(output)
}

// outputShown is how much of a command's output an error quotes, in bytes.
const outputShown = 300

func oneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return "nothing"
	}
	if len(text) > outputShown {
		text = text[:outputShown] + " …"
	}
	return fmt.Sprintf("%q", text)
}

// cutOutput says of what a command printed that its end is not known.
var cutOutput = fmt.Sprintf("only the first %d KiB of what it printed are kept", kube.OutputLimit>>10)

// ofCut adds to what is wrong with the output of a command that there was more of it: the rest may be as wanted.
func ofCut(r kube.ExecResult, err error) error {
	if err == nil || !r.Cut {
		return err
	}
	return &hinted{fmt.Errorf("%w; %s", err, cutOutput), "let the command print less, for example with tail, grep or sha256sum"}
}

// prints wants a text somewhere in the output of a command that exits with 0.
func prints(text string) func(kube.ExecResult) error {
	return func(r kube.ExecResult) error {
		switch {
		case r.ExitCode != 0:
			return exited(r)
		case !strings.Contains(r.Stdout+r.Stderr, text):
			return fmt.Errorf("it printed %s", oneLine(r.Stdout+r.Stderr))
		}
		return nil
	}
}
