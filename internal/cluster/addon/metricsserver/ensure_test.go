package metricsserver_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// steps is a Progress that records its steps.
type steps struct{ begun []string }

func (s *steps) Step(what string) { s.begun = append(s.begun, what) }
func (*steps) Done(string)        {}
func (*steps) Info(string)        {}

func (s *steps) has(part string) bool {
	return slices.ContainsFunc(s.begun, func(step string) bool { return strings.Contains(step, part) })
}

// up installs the add-on in the project's cluster, where features use it, too, and returns the steps that this took.
func up(t *testing.T) (*cluster.Cluster, *steps) {
	t.Helper()
	var heard steps
	o := clustertest.Options(t)
	o.AddOns, o.Progress = []string{"metrics-server"}, &heard
	c, err := cluster.Up(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Lacks) > 0 {
		t.Fatal(c.Lacks[0].Err)
	}
	return c, &heard
}

const namespace = "metrics-server"

func TestMetricsServerIsBroughtOnce(t *testing.T) {
	clustertest.Up(t)
	c, _ := up(t)
	client, err := kubernetes.NewForConfig(c.Config)
	if err != nil {
		t.Fatal(err)
	}
	everyNodeHasFigures(t, c, client)
	before := generation(t, client)

	_, heard := up(t)
	for _, part := range []string{"compile", "load", "install"} {
		if heard.has(part) {
			t.Errorf("steps although it is installed: %q", heard.begun)
		}
	}
	patch := `{"metadata":{"annotations":{"gherkind.local/addon":null}}}`
	if _, err := client.CoreV1().Namespaces().Patch(t.Context(), namespace, "application/merge-patch+json", []byte(patch), metav1.PatchOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, heard = up(t); !heard.has("install metrics-server") || heard.has("compile") || heard.has("load image") {
		t.Errorf("steps after an interrupted installation: %q", heard.begun)
	}
	if after := generation(t, client); after != before {
		t.Errorf("installing again changed the workload: generation %d, then %d", before, after)
	}
	if _, heard = up(t); heard.has("install metrics-server") {
		t.Errorf("the installation was not recorded: steps %q", heard.begun)
	}
}

// TestAProgramThatStartsIsAwaited: for ten seconds, it serves the metrics API and has no figures.
func TestAProgramThatStartsIsAwaited(t *testing.T) {
	clustertest.Up(t)
	if os.Getenv("GHERKIND_PROVE") == "" {
		t.Skip("stops metrics-server and starts it again; make prove does")
	}
	c, _ := up(t)
	client, err := kubernetes.NewForConfig(c.Config)
	if err != nil {
		t.Fatal(err)
	}
	scale(t, client, 0)
	err = wait.PollUntilContextTimeout(t.Context(), time.Second, time.Minute, true, func(ctx context.Context) (bool, error) {
		pods, err := client.CoreV1().Pods(namespace).List(ctx, metav1.ListOptions{})
		return err == nil && len(pods.Items) == 0, err
	})
	if err != nil {
		t.Fatal(err)
	}
	scale(t, client, 1)
	if _, heard := up(t); heard.has("install") {
		t.Errorf("steps although it is installed: %q", heard.begun)
	}
	everyNodeHasFigures(t, c, client)
}

func scale(t *testing.T, client kubernetes.Interface, replicas int) {
	t.Helper()
	patch := fmt.Sprintf(`{"spec":{"replicas":%d}}`, replicas)
	if _, err := client.AppsV1().Deployments(namespace).Patch(t.Context(), "metrics-server", "application/merge-patch+json", []byte(patch), metav1.PatchOptions{}); err != nil {
		t.Fatal(err)
	}
}

func generation(t *testing.T, client kubernetes.Interface) int64 {
	t.Helper()
	workload, err := client.AppsV1().Deployments(namespace).Get(t.Context(), "metrics-server", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return workload.Generation
}

// everyNodeHasFigures asks the metrics API at once.
func everyNodeHasFigures(t *testing.T, c *cluster.Cluster, client kubernetes.Interface) {
	t.Helper()
	answer, err := client.CoreV1().RESTClient().Get().AbsPath("/apis/metrics.k8s.io/v1beta1/nodes").DoRaw(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var figures struct {
		Items []struct {
			metav1.ObjectMeta `json:"metadata"`
			Usage             map[string]string `json:"usage"`
		} `json:"items"`
	}
	if err := json.Unmarshal(answer, &figures); err != nil {
		t.Fatal(err)
	}
	uses := map[string]string{}
	for _, f := range figures.Items {
		uses[f.Name] = f.Usage["cpu"]
	}
	for _, node := range c.Nodes {
		if cpu := uses[node.Name]; cpu == "" || cpu == "0" {
			t.Errorf("%s uses %q CPU; figures: %v", node.Name, cpu, uses)
		}
	}
}
