package cli

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/gherkind/gherkind/scenarios/cluster"
)

const readsItsOwn = `Feature: What is read
  Scenario: It passes
    Given this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 1
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            terminationGracePeriodSeconds: 0
            containers: [{name: main, image: busybox, command: [sleep, "600"]}]
      """
    Then deployment "web" has 1 ready replica
    And there are 0 configmaps labelled "no=such" in namespace "kube-public"
    And there are 0 secrets labelled "no=such"
    When deployment "web" is scaled to 0 replicas
    Then there are 0 pods labelled "app=web"

  Scenario: It fails
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: one}
      spec:
        terminationGracePeriodSeconds: 0
        containers: [{name: main, image: busybox, command: [sleep, "600"]}]
      """
    Then pod "one" is CrashLoopBackOff within 3s
`

// passage is a proxy for an API server that records what is read.
type passage struct {
	next http.Handler
	mu   sync.Mutex
	read map[string]bool // paths
}

func (r *passage) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	if q.Method == http.MethodGet {
		r.mu.Lock()
		r.read[q.URL.Path] = true
		r.mu.Unlock()
	}
	r.next.ServeHTTP(w, q)
}

// passageTo starts a proxy for an API server, and returns a kubeconfig for it.
func passageTo(t *testing.T, to *rest.Config) (r *passage, kubeconfig string) {
	t.Helper()
	server, err := url.Parse(to.Host)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(server)
	proxy.FlushInterval = -1
	if proxy.Transport, err = rest.TransportFor(to); err != nil {
		t.Fatal(err)
	}
	r = &passage{next: proxy, read: map[string]bool{}}
	here := httptest.NewServer(r)
	t.Cleanup(here.Close)
	return r, kubeconfigOf(t, clientcmdapi.Cluster{Server: here.URL}, clientcmdapi.AuthInfo{})
}

// kubeconfigOf returns a kubeconfig file for a user of a cluster.
func kubeconfigOf(t *testing.T, c clientcmdapi.Cluster, user clientcmdapi.AuthInfo) (file string) {
	t.Helper()
	config := clientcmdapi.NewConfig()
	config.Clusters["c"], config.AuthInfos["u"] = &c, &user
	config.Contexts["x"], config.CurrentContext = &clientcmdapi.Context{Cluster: "c", AuthInfo: "u"}, "x"
	file = filepath.Join(t.TempDir(), "own.kubeconfig")
	if err := clientcmd.WriteToFile(*config, file); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestOnlyItsOwnIsRead runs a passing and a failing scenario on an external cluster: namespaced objects are listed and watched
// only in the scenarios' own namespaces, and where a step or the run itself must read them.
func TestOnlyItsOwnIsRead(t *testing.T) {
	s := newSandbox(t, readsItsOwn)
	c, err := cluster.Up(t.Context(), cluster.Options{StateDir: "../../.gherkind"})
	if err != nil {
		t.Fatal(err)
	}
	r, kubeconfig := passageTo(t, c.Config)
	cmd, out := s.command("run", "--kubeconfig", kubeconfig)
	if code := exitOf(cmd.Run()); code != exitFailed || !strings.Contains(out.String(), "1 passed") {
		t.Fatalf("exit code %d:\n%s", code, out)
	}
	_, lists, err := s.client.Discovery().ServerGroupsAndResources()
	if err != nil {
		t.Fatal(err)
	}
	everywhere := map[string]bool{}
	for _, list := range lists {
		at := "/apis/" + list.GroupVersion + "/"
		if !strings.Contains(list.GroupVersion, "/") {
			at = "/api/" + list.GroupVersion + "/"
		}
		for _, kind := range list.APIResources {
			everywhere[at+kind.Name] = kind.Namespaced
		}
	}
	own := 0
	for _, path := range slices.Sorted(maps.Keys(r.read)) {
		_, inside, _ := strings.Cut(path, "/namespaces/")
		namespace, what, _ := strings.Cut(inside, "/")
		switch {
		case everywhere[path]:
			t.Errorf("it read all of %s", path)
		case strings.HasPrefix(namespace, "gherkind-") && what != "":
			own++
		case what != "" && !slices.Contains([]string{"default/events", "default/configmaps", "default/leases", "kube-public/configmaps"}, namespace+"/"+what):
			t.Errorf("it read %s", path)
		}
	}
	if own == 0 {
		t.Errorf("it did not read the namespaces of the scenarios: %v", r.read)
	}
}
