package scenarios_test

import (
	"context"
	"fmt"
	"os/exec"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// waits is how many changes one measurement waits for.
const waits = 20

// BenchmarkFoundIt measures how long after the API server's answer to a change a wait for it ends: gherkind's, and in the same
// minutes that of kubectl wait. It also counts the requests of gherkind's waits, and measures how long a step that writes waits
// until the watch has shown its change.
func BenchmarkFoundIt(b *testing.B) { foundIt(b, observe.Options{}) }

// BenchmarkFoundItInScopes does the same with watches of single namespaces, as on an external cluster.
func BenchmarkFoundItInScopes(b *testing.B) { foundIt(b, observe.Options{Scoped: true}) }

func foundIt(b *testing.B, opts observe.Options) {
	b.Helper()
	c := upForBench(b)
	client, err := kube.New(c.Config)
	if err != nil {
		b.Fatal(err)
	}
	hub := observe.NewHub(b.Context(), client, opts)
	defer hub.Stop()
	f := &flipper{b: b, cluster: c, client: client, hub: hub}
	f.prepare()
	defer f.remove()
	var ours, behind, theirs []float64
	before := client.Requests()
	for b.Loop() {
		for range waits {
			ours = append(ours, f.until())
			behind = append(behind, f.catchUp())
		}
		for range waits / 4 {
			theirs = append(theirs, f.kubectlWait())
		}
	}
	sent := int64(0)
	for what, n := range client.Requests() {
		if what != "PATCH configmaps" {
			sent += n - before[what]
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(ours), "ms-gherkind")
	b.ReportMetric(median(behind), "ms-catch-up")
	b.ReportMetric(median(theirs), "ms-kubectl-wait")
	b.ReportMetric(float64(sent)/float64(len(ours)), "requests/wait")
}

// flipper changes a ConfigMap repeatedly.
type flipper struct {
	b       *testing.B
	cluster *cluster.Cluster
	client  *kube.Client
	hub     *observe.Hub
	ref     kube.Ref
	line    *observe.Timeline
	turn    int
}

func (f *flipper) prepare() {
	ctx := f.b.Context()
	kind, err := f.client.Kind(ctx, schema.GroupVersionKind{Version: "v1", Kind: "ConfigMap"})
	if err != nil {
		f.b.Fatal(err)
	}
	namespace := fmt.Sprintf("gherkind-bench-%d", time.Now().UnixNano())
	if _, err := f.client.Typed().CoreV1().Namespaces().Create(ctx,
		&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}, metav1.CreateOptions{}); err != nil {
		f.b.Fatal(err)
	}
	f.ref = kube.Ref{Kind: kind, Namespace: namespace, Name: "flip"}
	f.line = f.hub.Timeline(namespace)
	if err := f.line.Ensure(ctx, kind); err != nil {
		f.b.Fatal(err)
	}
	if _, err := f.client.Typed().CoreV1().ConfigMaps(namespace).Create(ctx,
		&corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "flip"}}, metav1.CreateOptions{}); err != nil {
		f.b.Fatal(err)
	}
}

func (f *flipper) remove() {
	f.line.Close()
	ctx := context.WithoutCancel(f.b.Context())
	if err := f.client.Typed().CoreV1().Namespaces().Delete(ctx, f.ref.Namespace, metav1.DeleteOptions{}); err != nil {
		f.b.Error(err)
	}
}

// flip makes the next change and returns the time of the API server's answer.
func (f *flipper) flip() time.Time {
	if err := f.client.Writer(nil, nil).Patch(f.b.Context(), f.ref, fmt.Appendf(nil, `{"data":{"turn":"%d"}}`, f.turn)); err != nil {
		f.b.Fatal(err)
	}
	return time.Now()
}

// until waits with gherkind and returns milliseconds; if the watch is faster than the answer, that counts as zero.
func (f *flipper) until() float64 {
	f.turn++
	want := fmt.Sprint(f.turn)
	found := make(chan time.Time, 1)
	go func() {
		if err := f.line.Until(f.b.Context(), func(v observe.View) observe.Verdict {
			obj := v.Get(f.ref)
			if obj == nil {
				return observe.Verdict{}
			}
			turn, _, _ := unstructured.NestedString(obj.Object, "data", "turn")
			return observe.Verdict{Met: turn == want}
		}); err != nil {
			f.b.Error(err)
		}
		found <- time.Now()
	}()
	answered := f.flip()
	return max(0, float64((<-found).Sub(answered).Microseconds())/1000)
}

// catchUp writes as a step does, and returns how many milliseconds its wait for the watch took.
func (f *flipper) catchUp() float64 {
	f.turn++
	var made []kube.Change
	to := f.client.Writer(nil, func(c kube.Change) { made = append(made, c) })
	if err := to.Patch(f.b.Context(), f.ref, fmt.Appendf(nil, `{"data":{"turn":"%d"}}`, f.turn)); err != nil {
		f.b.Fatal(err)
	}
	answered := time.Now()
	if err := f.line.CatchUp(f.b.Context(), made...); err != nil {
		f.b.Fatal(err)
	}
	return float64(time.Since(answered).Microseconds()) / 1000
}

// kubectlWait does the same with kubectl wait, once its own watch has started.
func (f *flipper) kubectlWait() float64 {
	f.turn++
	cmd := exec.CommandContext(f.b.Context(), "kubectl", "--kubeconfig", f.cluster.KubeconfigPath, "-n", f.ref.Namespace,
		"wait", "configmap/flip", fmt.Sprintf("--for=jsonpath={.data.turn}=%d", f.turn), "--timeout=30s")
	if err := cmd.Start(); err != nil {
		f.b.Skip("kubectl is not installed, so there is nothing to compare with")
	}
	time.Sleep(2 * time.Second) // kubectl does not report when its watch has started
	answered := f.flip()
	if err := cmd.Wait(); err != nil {
		f.b.Fatal(err)
	}
	return float64(time.Since(answered).Microseconds()) / 1000
}
