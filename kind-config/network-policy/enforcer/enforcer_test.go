package main

import (
	"context"
	"errors"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	corelisters "k8s.io/client-go/listers/core/v1"
	networkinglisters "k8s.io/client-go/listers/networking/v1"
	"k8s.io/client-go/tools/cache"
)

func pod(namespace, name, node, ip string, change ...func(*corev1.Pod)) *corev1.Pod {
	p := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name, Labels: map[string]string{"app": name}}}
	p.Spec.NodeName, p.Status.Phase = node, corev1.PodRunning
	if ip != "" {
		p.Status.PodIPs = []corev1.PodIP{{IP: ip}}
	}
	for _, c := range change {
		c(p)
	}
	return p
}

func policy(namespace, name string, selects map[string]string) *networkingv1.NetworkPolicy {
	p := &networkingv1.NetworkPolicy{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}}
	p.Spec.PodSelector.MatchLabels = selects
	return p
}

// store returns an indexer with the objects, as an informer has it.
func store[T any](t *testing.T, objects ...T) cache.Indexer {
	t.Helper()
	i := cache.NewIndexer(cache.MetaNamespaceKeyFunc, cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc})
	for _, o := range objects {
		if err := i.Add(o); err != nil {
			t.Fatal(err)
		}
	}
	return i
}

func namespaced(name, label string) *corev1.Namespace {
	return &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{label: ""}}}
}

func TestSelectedIPs(t *testing.T) {
	ignored, err := selector("without")
	if err != nil {
		t.Fatal(err)
	}
	in := scoped{nil, corelisters.NewNamespaceLister(store(t, namespaced("a", "with"), namespaced("b", "without"))), ignored}
	policies := scopedLister{networkinglisters.NewNetworkPolicyLister(store(t,
		policy("a", "web", map[string]string{"app": "web"}), policy("a", "web-too", map[string]string{"app": "web"}), policy("b", "all", nil),
		policy("a", "ended", map[string]string{"app": "ended"}), policy("a", "host", map[string]string{"app": "host"}), policy("a", "starting", map[string]string{"app": "starting"}),
	)), in.leftOut}
	pods := corelisters.NewPodLister(store(t,
		pod("a", "web", "own", "10.244.1.9"), pod("a", "other", "own", "10.244.1.3"), pod("b", "web", "own", "10.244.1.4"),
		pod("a", "starting", "own", ""),
		pod("a", "ended", "own", "10.244.1.5", func(p *corev1.Pod) { p.Status.Phase = corev1.PodSucceeded }),
		pod("a", "host", "own", "172.18.0.2", func(p *corev1.Pod) { p.Spec.HostNetwork = true }),
		pod("a", "far", "elsewhere", "10.244.2.9", func(p *corev1.Pod) { p.Labels["app"] = "web" }),
		pod("a", "dual", "own", "10.244.1.10", func(p *corev1.Pod) {
			p.Labels["app"], p.Status.PodIPs = "web", append(p.Status.PodIPs, corev1.PodIP{IP: "fd00::a"})
		}),
	))
	ips, err := selectedIPs("own", policies, pods)
	if want := []string{"10.244.1.10", "10.244.1.9", "fd00::a"}; err != nil || !slices.Equal(ips, want) {
		t.Errorf("got %q, %v; want %q", ips, err, want)
	}
	for namespace, want := range map[string]int{"a": 5, "b": 0, "unknown": 0} {
		if got, err := policies.NetworkPolicies(namespace).List(labels.Everything()); err != nil || len(got) != want {
			t.Errorf("namespace %s: %d policies, %v", namespace, len(got), err)
		}
	}
	if _, err := selector("without)"); err == nil {
		t.Error("that is no selector")
	}
}

func TestRuleset(t *testing.T) {
	ips := []string{"10.244.1.9", "fd00::a"}
	for name, c := range map[string]struct {
		family func(netip.Addr) bool
		jumps  bool
		want   string
	}{
		"IPv4": {netip.Addr.Is4, false, "-A GHERKIND-POLICIES -s 10.244.1.9 -j NFQUEUE --queue-num 100\n-A GHERKIND-POLICIES -d 10.244.1.9 -j NFQUEUE --queue-num 100\nCOMMIT\n"},
		"IPv6, the first time": {netip.Addr.Is6, true, "-A GHERKIND-POLICIES -s fd00::a -j NFQUEUE --queue-num 100\n-A GHERKIND-POLICIES -d fd00::a -j NFQUEUE --queue-num 100\n" +
			`-I FORWARD -m conntrack ! --ctstate ESTABLISHED,RELATED -m comment --comment "gherkind: network policies" -j GHERKIND-POLICIES` + "\nCOMMIT\n"},
	} {
		got, err := ruleset(ips, c.family, c.jumps)
		if want := "*mangle\n:GHERKIND-POLICIES - [0:0]\n" + c.want; err != nil || got != want {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, got, want)
		}
		if strings.Contains(got, "bypass") {
			t.Errorf("%s: without the engine, everything is let through", name)
		}
	}
	if _, err := ruleset([]string{"-j ACCEPT"}, netip.Addr.Is4, false); err == nil {
		t.Error("that is no address")
	}
}

// TestReadyMeansEnforcing: before everything was listed, and while the rules cannot be written, the node is not ready.
func TestReadyMeansEnforcing(t *testing.T) {
	var s state
	code := func() int {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, nil)
		return w.Code
	}
	before := code()
	s.set(errors.New("no iptables"))
	without := code()
	s.set(nil)
	if after := code(); before != 503 || without != 503 || after != 200 {
		t.Errorf("%d, %d, %d", before, without, after)
	}
}

func TestBound(t *testing.T) {
	list := filepath.Join(t.TempDir(), "nfnetlink_queue")
	if _, err := bound(list, 100); err == nil {
		t.Error("there is no list")
	}
	for text, want := range map[string]int64{
		"": -1,
		"   10   4215     0 2   128  0  0  5  1\n": -1,
		"  100   4215     0 2   128  0  0  5  1\n": 0,
		"  100   4215     0 2   128  3  4  5  1\n": 7,
		"    1    100     0 2   128  0  0  5  1\n": -1,
	} {
		if err := os.WriteFile(list, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if dropped, err := bound(list, 100); (err == nil) != (want >= 0) || err == nil && dropped != want {
			t.Errorf("%q: %d, %v", text, dropped, err)
		}
	}
}

// TestOneTaskEndsAll: a program whose engine has ended ends, too, and is started again.
func TestOneTaskEndsAll(t *testing.T) {
	broken := errors.New("broken")
	err := together(t.Context(),
		func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
		func(ctx context.Context) error { return goesOn(ctx, "the engine", broken) })
	if !errors.Is(err, broken) || goesOn(t.Context(), "the engine", nil) == nil {
		t.Errorf("got %v", err)
	}
}
