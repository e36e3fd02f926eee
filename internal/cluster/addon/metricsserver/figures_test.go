package metricsserver

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/addon"
)

func TestEveryReadyNodeHasFigures(t *testing.T) {
	const (
		none   = `{"items":[]}`
		nodes  = `{"items":[{"metadata":{"name":"one"},"status":{"conditions":[{"type":"MemoryPressure","status":"False"},{"type":"Ready","status":"True"}]}},{"metadata":{"name":"two"},"status":{"conditions":[{"type":"Ready","status":"TWO"}]}}]}`
		first  = `{"items":[{"metadata":{"name":"one"},"usage":{"cpu":"18250u","memory":"200Ki"}}]}`
		second = `{"items":[{"metadata":{"name":"two"},"usage":{"cpu":"0"}},{"metadata":{"name":"one"},"usage":{"cpu":"5m"}}]}`
		empty  = `{"items":[{"metadata":{"name":"one"},"usage":{}},{"metadata":{"name":"two"},"usage":{"cpu":"1m"}}]}`
	)
	both, stopped, unknown := strings.Replace(nodes, "TWO", "True", 1), strings.Replace(nodes, "TWO", "False", 1), strings.Replace(nodes, "TWO", "Unknown", 1)
	for name, c := range map[string]struct{ nodes, figures, lacks string }{
		"all":                          {both, second, ""},
		"not yet":                      {both, none, "the metrics API has no figures of one, two"},
		"one of two":                   {both, first, "no figures of two"},
		"the other one is not ready":   {stopped, first, ""},
		"the other one does not say":   {unknown, first, ""},
		"an entry without figures":     {both, empty, "no figures of one"},
		"only those of another":        {stopped, strings.ReplaceAll(first, "one", "three"), "no figures of one"},
		"no nodes":                     {none, second, "there are no nodes"},
		"figures that are no document": {both, "", "read the figures of nodes"},
		"nodes that are no document":   {"<html>", second, "read the nodes"},
	} {
		err := lacks([]byte(c.nodes), []byte(c.figures))
		if (err == nil) != (c.lacks == "") || err != nil && !strings.Contains(err.Error(), c.lacks) {
			t.Errorf("%s: got %v, want %q", name, err, c.lacks)
		}
	}
}

// fakeDocker puts a docker command first in the PATH that runs the given script, in which $n is the number of the call and $* the
// arguments.
func fakeDocker(t *testing.T, script string) {
	t.Helper()
	dir := t.TempDir()
	count := filepath.Join(dir, "calls")
	text := "#!/bin/sh\necho >> " + count + "\nn=$(wc -l < " + count + ")\n" + script + "\n"
	if err := os.WriteFile(filepath.Join(dir, "docker"), []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

const (
	oneNode = `*" get nodes "*) echo '{"items":[{"metadata":{"name":"one"},"status":{"conditions":[{"type":"Ready","status":"True"}]}}]}' ;;` + "\n"
	figures = `echo '{"items":[{"metadata":{"name":"one"},"usage":{"cpu":"5m"}}]}'`
	hour    = time.Hour
)

func TestServesWhenItHasFigures(t *testing.T) {
	fakeDocker(t, "case \"$*\" in\n"+oneNode+`*" --raw "*) if [ $n -lt 5 ]; then echo 'ServiceUnavailable' >&2; exit 1; fi; `+figures+" ;;\nesac")
	if err := (patience{hour, hour}).serves(t.Context(), addon.Kubectl{}); err != nil {
		t.Error(err)
	}
}

func TestWhatDoesNotServeIsExplained(t *testing.T) {
	for name, c := range map[string]struct {
		script string
		says   []string
	}{
		"not available": {`*" wait "*) echo 'timed out waiting for the condition' >&2; exit 1 ;;
*" get apiservice/"*) echo 'no response from https://10.96.0.1:443' ;;`, []string{"wait for the API server to reach it", "timed out", "\nno response from"}},
		"no figures":     {oneNode + `*" --raw "*) echo '{"items":[]}' ;;`, []string{"after 1ms the metrics API has no figures of one"}},
		"silent":         {oneNode + `*" --raw "*) echo 'ServiceUnavailable' >&2; exit 1 ;;`, []string{"ServiceUnavailable"}},
		"no nodes known": {`*" get nodes "*) echo 'connection refused' >&2; exit 1 ;;`, []string{"connection refused"}},
	} {
		fakeDocker(t, "case \"$*\" in\n"+c.script+"\nesac")
		err := patience{hour, time.Millisecond}.serves(t.Context(), addon.Kubectl{})
		for _, part := range c.says {
			if err == nil || !strings.Contains(err.Error(), part) {
				t.Errorf("%s: got %v, want %q", name, err, part)
			}
		}
	}
}

func TestAnInterruptIsNoLackOfFigures(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("interrupted"))
	if err := (patience{hour, hour}).serves(ctx, addon.Kubectl{}); err == nil || !strings.Contains(err.Error(), "interrupted") {
		t.Errorf("got %v", err)
	}
}
