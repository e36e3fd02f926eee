package metricsserver_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"

	"github.com/gherkind/gherkind/internal/cluster/addon/addontest"
	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

const namespace = "metrics-server"

func TestMetricsServerIsBroughtOnce(t *testing.T) {
	c := addontest.IsBroughtOnce(t, "metrics-server", "metrics-server", namespace, func(client kubernetes.Interface) []int64 {
		return []int64{addontest.Deployment(t, client, namespace, "metrics-server")}
	})
	everyNodeHasFigures(t, c, addontest.Client(t, c))
}

// TestAProgramThatStartsIsAwaited: for ten seconds, it serves the metrics API and has no figures.
func TestAProgramThatStartsIsAwaited(t *testing.T) {
	clustertest.Up(t)
	proving.Only(t, "stops metrics-server and starts it again; make prove does")
	c, _ := addontest.Up(t, "metrics-server")
	client := addontest.Client(t, c)
	scale(t, client, 0)
	err := wait.PollUntilContextTimeout(t.Context(), time.Second, time.Minute, true, func(ctx context.Context) (bool, error) {
		pods, err := client.CoreV1().Pods(namespace).List(ctx, metav1.ListOptions{})
		return err == nil && len(pods.Items) == 0, err
	})
	if err != nil {
		t.Fatal(err)
	}
	scale(t, client, 1)
	if _, heard := addontest.Up(t, "metrics-server"); heard.Has("install") {
		t.Errorf("steps although it is installed: %q", heard.Begun)
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
