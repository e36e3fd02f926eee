package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// apply creates the pods in one namespace with one command: no test tool can be faster than this.
func (b *bench) apply(ctx context.Context) (run, error) {
	var names []string
	for i := range tests {
		names = append(names, "bench-"+strconv.Itoa(i))
	}
	namespace := "gherkind-bench-" + strconv.FormatInt(time.Now().UnixNano(), 36)
	began := time.Now()
	var r run
	kubectl := func(ctx context.Context, stdin string, args ...string) error {
		cmd := exec.CommandContext(ctx, "kubectl", append([]string{"--kubeconfig", b.kubeconfig, "--namespace", namespace}, args...)...)
		cmd.Stdin = strings.NewReader(stdin)
		out, err := cmd.CombinedOutput()
		if err != nil {
			return fmt.Errorf("%s: %w: %s", cmd, err, out)
		}
		r.add(cmd.ProcessState)
		return nil
	}
	err := kubectl(ctx, "", "create", "namespace", namespace)
	if err == nil {
		err = kubectl(ctx, "", "wait", "--for=create", "serviceaccount/default", "--timeout=60s")
	}
	if err == nil {
		err = kubectl(ctx, b.pods(names...), "apply", "--filename=-")
	}
	if err == nil {
		err = kubectl(ctx, "", "wait", "--for=condition=Ready", "pod", "--all", "--timeout=180s")
	}
	r.Verdicts = time.Since(began).Seconds()
	err = errors.Join(err, kubectl(context.WithoutCancel(ctx), "", "delete", "namespace", namespace, "--wait=true", "--timeout=180s"))
	r.Wall = time.Since(began).Seconds()
	return r, err
}

// gherkind runs the real program with its defaults.
func (b *bench) gherkind(program string) (func(context.Context) (run, error), error) {
	var rows strings.Builder
	for i := range tests {
		fmt.Fprintf(&rows, "      | %d |\n", i+1)
	}
	err := b.put(map[string]string{
		"gherkind-tests/manifests/pod.yaml": b.pods("bench"),
		"gherkind-tests/features/twenty.feature": `Feature: Twenty at once
  Scenario Outline: Pod <n> is ready
    When the manifest "pod.yaml" is applied
    Then pod "bench" is ready within 3m
    Examples:
      | n |
` + rows.String(),
	})
	if err != nil {
		return nil, err
	}
	checkout, err := os.Getwd()
	if err != nil {
		return nil, fmt.Errorf("find the checkout: %w", err)
	}
	report := filepath.Join(b.dir, "report.json")
	return func(ctx context.Context) (run, error) {
		r, began, err := b.timed(ctx, "gherkind-tests", program, "run", "--quiet", "--checkout", checkout, "--report", "json:"+report)
		if err == nil {
			r.Verdicts, err = lastVerdict(report, began)
		}
		return r, err
	}, nil
}

// lastVerdict returns how long after began the last step of a report ended.
func lastVerdict(file string, began time.Time) (seconds float64, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, fmt.Errorf("read the report: %w", err)
	}
	var report struct {
		Counts    struct{ Passed int }
		Scenarios []struct {
			Steps []struct {
				Started time.Time
				Seconds float64
			}
		}
	}
	if err := json.Unmarshal(text, &report); err != nil {
		return 0, fmt.Errorf("read the report: %w", err)
	}
	if report.Counts.Passed != tests {
		return 0, fmt.Errorf("%d of %d scenarios passed", report.Counts.Passed, tests)
	}
	for _, s := range report.Scenarios {
		for _, step := range s.Steps {
			seconds = max(seconds, step.Started.Add(time.Duration(step.Seconds*float64(time.Second))).Sub(began).Seconds())
		}
	}
	return seconds, nil
}

// chainsaw runs the same tests with Chainsaw.
func (b *bench) chainsaw(program string) (func(context.Context) (run, error), error) {
	files := map[string]string{}
	for i := range tests {
		in := fmt.Sprintf("chainsaw-tests/pod-%d/", i+1)
		files[in+"pod.yaml"] = b.pods("bench")
		files[in+"chainsaw-test.yaml"] = fmt.Sprintf(`apiVersion: chainsaw.kyverno.io/v1alpha1
kind: Test
metadata: {name: pod-%d}
spec:
  timeouts: {assert: 3m, delete: 3m, cleanup: 3m}
  steps:
    - try:
        - apply: {file: pod.yaml}
        - assert:
            resource:
              apiVersion: v1
              kind: Pod
              metadata: {name: bench}
              status:
                (conditions[?type == 'Ready']):
                  - status: "True"
`, i+1)
	}
	return func(ctx context.Context) (run, error) {
		r, _, err := b.timed(ctx, "chainsaw-tests", program, "test", "--test-dir", ".", "--parallel", atOnce)
		return r, err
	}, b.put(files)
}

// kuttl runs the same tests with KUTTL.
func (b *bench) kuttl(program string) (func(context.Context) (run, error), error) {
	files := map[string]string{}
	for i := range tests {
		in := fmt.Sprintf("kuttl-tests/pod-%d/", i+1)
		files[in+"00-pod.yaml"] = b.pods("bench")
		files[in+"00-assert.yaml"] = `apiVersion: v1
kind: Pod
metadata: {name: bench}
status: {phase: Running, containerStatuses: [{ready: true}]}
`
	}
	return func(ctx context.Context) (run, error) {
		r, _, err := b.timed(ctx, "kuttl-tests", program, "test", ".", "--parallel", atOnce, "--timeout", "180")
		return r, err
	}, b.put(files)
}

// atOnce is how many tests another tool runs in parallel, which was measured to be fastest.
const atOnce = "8"

// timed runs a program to its end, in a subfolder of the tests.
func (b *bench) timed(ctx context.Context, in, program string, args ...string) (r run, began time.Time, err error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = filepath.Join(b.dir, in)
	cmd.Env = append(os.Environ(), "KUBECONFIG="+b.kubeconfig)
	began = time.Now()
	out, err := cmd.CombinedOutput()
	r.Wall = time.Since(began).Seconds()
	if err != nil {
		return r, began, fmt.Errorf("%s: %w:\n%s", cmd, err, out)
	}
	r.add(cmd.ProcessState)
	return r, began, nil
}
