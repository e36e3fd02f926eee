package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/explain"
)

// TestRecordedFailuresAreTold: everything in the failures of the recorded twins is translated as a whole: what was seen, the cause, the
// hint and the evidence. After a colon there may be a message of another program: the API server, the kubelet, a command.
func TestRecordedFailuresAreTold(t *testing.T) {
	l := chinese(t)
	recordings, err := filepath.Glob("../../scenarios/testdata/recordings/*.tgz")
	if err != nil {
		t.Fatal(err)
	}
	failures := 0
	for _, recording := range recordings {
		for _, f := range recordedFailures(t, recording) {
			failures++
			for _, english := range append([]string{f.Saw, f.Why, f.Hint}, f.Evidence...) {
				if told := l.Retell(english); untold(told) {
					t.Errorf("%s: %q is told as %q", filepath.Base(recording), english, told)
				}
			}
		}
	}
	if failures < 200 {
		t.Errorf("only %d failures were read", failures)
	}
}

func recordedFailures(t *testing.T, recording string) []*explain.Failure {
	t.Helper()
	b, err := bundle.Read(recording)
	if err != nil {
		t.Fatal(err)
	}
	var all []*explain.Failure
	for _, step := range b.Steps {
		if step.Failure != nil {
			all = append(all, step.Failure)
		}
	}
	return all
}

var (
	asIs = regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|\\{[^}]*\\}|(kubectl|docker) .*") // quotations, paths and commands
	// notOurs matches messages of Go's libraries and of the kubelet, and expressions, that have no sentence of gherkind before them.
	notOurs = regexp.MustCompile(`^(tls: |http: |[A-Z]\w+: |has\(|objects?\.)`)
	inARow  = regexp.MustCompile(`(^|\s)[a-z]{2,} [a-z]{2,}(\s|$)`)
)

// untold reports whether a sentence, or its beginning, is in English.
func untold(told string) bool {
	if strings.Contains(told, "\n") { // a block, of a failure within a failure
		return false
	}
	for clause := range strings.SplitSeq(told, "；") {
		begin, _, _ := strings.Cut(clause, "：")
		if inARow.MatchString(asIs.ReplaceAllString(begin, "")) && !notOurs.MatchString(begin) {
			return true
		}
	}
	return false
}

func TestUntold(t *testing.T) {
	for told, want := range map[string]bool{
		"没有 Pod \"web of trust\"": false, "集群拒绝了 Pod：it must be shorter": false, "tls: failed to verify certificate": false,
		"there is no pod": true, "没有就绪；it is waiting：ErrImagePull": true, "its phase is Failed": true,
	} {
		if untold(told) != want {
			t.Errorf("%q: untold %t", told, !want)
		}
	}
}

// TestComposedLinesAreTold: lines that are put together of several sentences are translated as a whole.
func TestComposedLinesAreTold(t *testing.T) {
	l := chinese(t)
	for english, want := range map[string]string{
		"Docker 29.1.0": "Docker 29.1.0",
		"Docker 29.1.0, cgroup v1: the kubelet is told to accept it, and to set limits without systemd, no CAP_SYS_RESOURCE: containerd is told to leave oom_score_adj alone": "Docker 29.1.0，cgroup v1：已设置 kubelet 接受它，并且不通过 systemd 设置限制，没有 CAP_SYS_RESOURCE：已设置 containerd 不修改 oom_score_adj",
		"Docker 29.1.0, no CAP_SYS_RESOURCE: containerd is told to leave oom_score_adj alone":                                                                                 "Docker 29.1.0，没有 CAP_SYS_RESOURCE：已设置 containerd 不修改 oom_score_adj",
		"cluster gherkind: reused, Kubernetes v1.37.2, 4 nodes":                                                                                                               "集群 gherkind：复用现有集群，Kubernetes v1.37.2，4 个节点",
		".gherkind/runs/1/a-16/ (objects, events, logs, timeline)":                                                                                                            ".gherkind/runs/1/a-16/（对象、事件、日志、时间线）",
	} {
		if got := l.Retell(english); got != want {
			t.Errorf("%q is told as %q, want %q", english, got, want)
		}
	}
}
