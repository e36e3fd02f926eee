package scenarios_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
)

// twenty is a feature whose outline gives twenty scenarios, each with its own namespace and pod.
func twenty() fstest.MapFS {
	var rows strings.Builder
	for i := range 20 {
		fmt.Fprintf(&rows, "      | %d |\n", i+1)
	}
	feature := `Feature: Twenty at once
  Scenario Outline: Pod <n> is ready
    When the manifest "pod.yaml" is applied
    Then pod "bench" is ready within 3m
    Examples:
      | n |
` + rows.String()
	return fstest.MapFS{
		"features/twenty.feature": {Data: []byte(feature)},
		"manifests/pod.yaml":      {Data: []byte(podNamed("bench", "nginx", ""))},
	}
}

func podNamed(name, image, namespace string) string {
	return fmt.Sprintf(`apiVersion: v1
kind: Pod
metadata: {name: %s, namespace: %q}
spec:
  terminationGracePeriodSeconds: 1
  containers: [{name: web, image: %s, imagePullPolicy: IfNotPresent}]
---
`, name, namespace, image)
}

// BenchmarkTwentyScenarios compares the time to the last verdict of twenty parallel scenarios with the time until twenty such
// pods, applied with one kubectl apply, are Ready, and reports the ratio.
func BenchmarkTwentyScenarios(b *testing.B) {
	c := upForBench(b)
	var ours, theirs []float64
	for b.Loop() {
		theirs = append(theirs, kubectlTwenty(b, c).Seconds())
		ours = append(ours, gherkindTwenty(b).Seconds())
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(ours), "s-gherkind")
	b.ReportMetric(median(theirs), "s-kubectl")
	b.ReportMetric(median(ours)/median(theirs), "ratio")
}

func gherkindTwenty(b *testing.B) time.Duration {
	result, err := scenarios.Run(b.Context(), scenarios.Options{
		FS: twenty(), Parallel: 20, StateDir: b.TempDir(), Cluster: cluster.Options{StateDir: "../" + scenarios.StateDir},
	})
	if err != nil {
		b.Fatal(err)
	}
	var last time.Time
	for _, s := range result.Scenarios {
		if s.Status != report.Passed {
			b.Fatalf("%s: %s", s.Name, s.Status)
		}
		if step := s.Steps[len(s.Steps)-1]; step.Started.Add(step.Duration).After(last) {
			last = step.Started.Add(step.Duration)
		}
	}
	return last.Sub(result.Started)
}

func kubectlTwenty(b *testing.B, c *cluster.Cluster) time.Duration {
	namespace := fmt.Sprintf("gherkind-bench-%d", time.Now().UnixNano())
	kubectl(b, c, "", "create", "namespace", namespace)
	defer kubectl(b, c, "", "delete", "namespace", namespace, "--wait=true")
	kubectl(b, c, "", "-n", namespace, "wait", "--for=create", "serviceaccount/default", "--timeout=60s")
	var pods strings.Builder
	for i := range 20 {
		pods.WriteString(podNamed(fmt.Sprintf("bench-%d", i), c.Images.Map("nginx"), namespace))
	}
	began := time.Now()
	kubectl(b, c, pods.String(), "apply", "-f", "-")
	kubectl(b, c, "", "-n", namespace, "wait", "--for=condition=Ready", "pod", "--all", "--timeout=180s")
	return time.Since(began)
}

// BenchmarkPeakMemory runs the twenty scenarios with the real program and reports its maximum resident set size, as the kernel
// counts it.
func BenchmarkPeakMemory(b *testing.B) {
	upForBench(b)
	dir := b.TempDir()
	program := filepath.Join(dir, "gherkind")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", program, "../cmd/gherkind").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	for name, file := range twenty() {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), file.Data, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	checkout, err := filepath.Abs("..")
	if err != nil {
		b.Fatal(err)
	}
	var peak []float64
	for b.Loop() {
		run := exec.CommandContext(b.Context(), program, "run", "--parallel", "20", "--checkout", checkout)
		run.Dir = dir
		if out, err := run.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		peak = append(peak, peakMemory(b, run.ProcessState))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(peak), "MiB-peak")
}

func upForBench(b *testing.B) *cluster.Cluster {
	b.Helper()
	c, err := cluster.Up(b.Context(), cluster.Options{StateDir: "../" + scenarios.StateDir})
	if err != nil {
		b.Fatal(err)
	}
	return c
}

func kubectl(b *testing.B, c *cluster.Cluster, stdin string, args ...string) {
	b.Helper()
	if _, err := exec.LookPath("kubectl"); err != nil {
		b.Skip("kubectl is not installed, so there is nothing to compare with")
	}
	cmd := exec.CommandContext(context.WithoutCancel(b.Context()), "kubectl", append([]string{"--kubeconfig", c.KubeconfigPath}, args...)...)
	cmd.Stdin = strings.NewReader(stdin)
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%s: %v: %s", cmd, err, out)
	}
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// BenchmarkHundredFailures runs 100 scenarios that all fail, each with a pod and its evidence, and reports the program's
// maximum resident set size: docs/replay.md promises less than 200 MB.
func BenchmarkHundredFailures(b *testing.B) {
	upForBench(b)
	dir := b.TempDir()
	program := filepath.Join(dir, "gherkind")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", program, "../cmd/gherkind").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	var rows strings.Builder
	for i := range 100 {
		fmt.Fprintf(&rows, "      | %d |\n", i+1)
	}
	feature := `Feature: A hundred failures
  Scenario Outline: Pod <n> is not there
    Given this manifest is applied:
      """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: here}}
      """
    Then pod "absent" is Running within 1s
    Examples:
      | n |
` + rows.String()
	if err := os.Mkdir(filepath.Join(dir, "features"), 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "features", "hundred.feature"), []byte(feature), 0o600); err != nil {
		b.Fatal(err)
	}
	checkout, err := filepath.Abs("..")
	if err != nil {
		b.Fatal(err)
	}
	var peak float64
	for b.Loop() {
		run := exec.CommandContext(b.Context(), program, "run", "--quiet", "--checkout", checkout)
		run.Dir = dir
		if out, err := run.CombinedOutput(); run.ProcessState == nil || run.ProcessState.ExitCode() != 1 {
			b.Fatalf("%v: %s", err, out)
		}
		peak = max(peak, peakMemory(b, run.ProcessState))
	}
	if bundles, err := filepath.Glob(filepath.Join(dir, ".gherkind", "last", "*.tgz")); err != nil || len(bundles) != 100 {
		b.Errorf("%d bundles, %v", len(bundles), err)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(peak, "MiB-peak")
	if peak > 190 {
		b.Errorf("the peak is %.0f MiB", peak)
	}
}
