package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	kind "sigs.k8s.io/kind/pkg/cluster"
	"sigs.k8s.io/kind/pkg/exec"
)

// collectTimeout is the time limit for collecting the logs of nodes.
const collectTimeout = time.Minute

// saidLines is how many lines of a failed command's output are quoted in the error.
const saidLines = 4

// klogLine matches lines of klog ("I1128 19:03:07.1 …"), and of the stack that Go prints below an error.
var klogLine = regexp.MustCompile(`^[IWE]\d{4} |^\t|^goroutine |^\S+\(\.\.\.\)$|^(k8s\.io|github\.com|runtime|main)[./]`)

// createFailed returns the error of a creation in which kind failed. The nodes are removed afterwards, so their logs are saved in
// a folder first.
func (w desired) createFailed(ctx context.Context, provider *kind.Provider, err error) error {
	folder := filepath.Join(w.options.StateDir, "create-failed", w.options.Name)
	advice := "what the nodes have logged is in " + folder
	if kept := boundedly(ctx, collectTimeout, func() error { return keepLogs(provider, w.options.Name, folder, err) }); kept != nil {
		advice = fmt.Sprintf("what the nodes have logged could not be kept (%v)", kept)
	}
	if said := lastSaid(err); said != "" {
		err = fmt.Errorf("%w: %s", err, said)
	}
	if known, is := knownReason(err.Error()); is {
		return &EnvironmentError{Doing: "create cluster " + w.options.Name, Advice: known.advice, Err: fmt.Errorf("%s: %w", known.cause, err)}
	}
	return &EnvironmentError{Doing: "create cluster " + w.options.Name, Advice: advice, Err: err}
}

// boundedly limits the duration of a function that does not support contexts. If it hangs in a node, it ends when the node is
// removed.
func boundedly(ctx context.Context, limit time.Duration, do func() error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// keepLogs writes the output of the failed command, and the logs that kind collects from its nodes, into a folder.
func keepLogs(provider *kind.Provider, name, folder string, failure error) error {
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	var errs []error
	if failed := exec.RunErrorForError(failure); failed != nil {
		errs = append(errs, os.WriteFile(filepath.Join(folder, "command.log"), failed.Output, 0o600))
	}
	return errors.Join(append(errs, provider.CollectLogs(name, folder))...)
}

// lastSaid returns the last lines of a failed command's output that are meant for people, as one line.
func lastSaid(err error) string {
	failed := exec.RunErrorForError(err)
	if failed == nil {
		return ""
	}
	var said []string
	for line := range strings.Lines(string(failed.Output)) {
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) != "" && !klogLine.MatchString(line) && !strings.HasPrefix(line, "To see the stack trace") && strings.TrimSpace(line) != "no stack trace" {
			said = append(said, strings.TrimSpace(line))
		}
	}
	return strings.Join(said[max(0, len(said)-saidLines):], " / ")
}
