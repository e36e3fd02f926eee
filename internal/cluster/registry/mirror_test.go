package registry

import "testing"

func TestMirrorNames(t *testing.T) {
	for _, c := range []struct{ mirror, image, want string }{
		{"", "busybox:1.37.0", "busybox:1.37.0"},
		{"localhost:5000", "busybox:1.37.0", "localhost:5000/library/busybox:1.37.0"},
		{"localhost:5000", "polinux/stress:1.0.4", "localhost:5000/polinux/stress:1.0.4"},
		{"localhost:5000", "docker.io/library/nginx:1", "localhost:5000/library/nginx:1"},
		{"localhost:5000", "docker.io/envoyproxy/envoy:v1", "localhost:5000/envoyproxy/envoy:v1"},
		{"a.example/hub", "registry.k8s.io/e2e-test-images/agnhost:2", "a.example/hub/e2e-test-images/agnhost:2"},
		{"a.example/hub", "kindest/node:v1@sha256:00", "a.example/hub/kindest/node:v1@sha256:00"},
		{"a.example/hub", "a.example/hub/kindest/node:v1", "a.example/hub/kindest/node:v1"},
		{"localhost", "busybox", "localhost/library/busybox"},
	} {
		if got := Mirror(c.mirror).Of(c.image); got != c.want {
			t.Errorf("%s of %q: %s, want %s", c.image, c.mirror, got, c.want)
		}
	}
}

func TestParseMirror(t *testing.T) {
	for _, good := range []string{"", "localhost", "localhost:5000", "127.0.0.1:5000", "mirror.example.org", "mirror.example.org/hub/all-of_it", "mirror:5000/hub", "[::1]:5000"} {
		if m, err := ParseMirror(good); err != nil || string(m) != good {
			t.Errorf("%q: %q, %v", good, m, err)
		}
	}
	for _, bad := range []string{"https://mirror.example.org", "mirror", "mirror/hub", "mirror.example.org/", "mirror.example.org/Hub", "mirror.example.org/hub:v1", "a b", "localhost:", "-"} {
		if m, err := ParseMirror(bad); err == nil {
			t.Errorf("%q: parsed as %q, want an error", bad, m)
		}
	}
}
