package observe

import (
	"maps"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Methods with which tests change the cluster of the server, and disturb it.

// put creates or changes an object, given as "namespace/name" or "name", and
// returns its revision. Extra fields replace those of the object.
func (s *server) put(path, name string, extra object) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revision++
	namespace, short := split(name)
	key := path + "/" + namespace + "/" + short
	event, meta := "ADDED", object{"name": short, "uid": key + "-" + strconv.Itoa(s.revision)}
	if old, ok := s.objects[key]; ok {
		event, meta = "MODIFIED", maps.Clone(old["metadata"].(object))
	}
	if namespace != "" {
		meta["namespace"] = namespace
	}
	meta["resourceVersion"] = strconv.Itoa(s.revision)
	meta["managedFields"] = []any{object{"manager": "kubelet"}}
	for _, field := range []string{"labels", "creationTimestamp"} {
		if value, ok := extra[field]; ok {
			meta[field] = value
		}
	}
	o := object{"apiVersion": "v1", "kind": kindNames[path]}
	maps.Copy(o, extra)
	delete(o, "labels")
	delete(o, "creationTimestamp")
	o["metadata"] = meta
	s.objects[key] = o
	s.append(change{s.revision, path, namespace, line(event, o)})
	return s.revision
}

// pod creates or updates a pod with a phase.
func (s *server) pod(name, phase string) int {
	return s.put("pods", name, object{"status": object{"phase": phase}})
}

func (s *server) remove(path, name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revision++
	namespace, short := split(name)
	key := path + "/" + namespace + "/" + short
	o := maps.Clone(s.objects[key])
	meta := maps.Clone(o["metadata"].(object))
	meta["resourceVersion"] = strconv.Itoa(s.revision)
	o["metadata"] = meta
	delete(s.objects, key)
	s.append(change{s.revision, path, namespace, line("DELETED", o)})
	return s.revision
}

// raw writes lines into all open streams, at once and in one piece.
func (s *server) raw(lines ...[]byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var text []byte
	for _, l := range lines {
		text = append(text, l...)
	}
	s.append(change{revision: s.revision, line: text})
}

// expire drops the log, so that a watch from an earlier revision gets 410.
func (s *server) expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.oldest = s.revision
}

// hold lets all further requests wait for release.
func (s *server) hold() (release func()) {
	held := make(chan struct{})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held = held
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.held = nil
		close(held)
	}
}

// cutAll cuts every open stream, and returns when the server is done with them. New ones may be open by then, unless requests
// are held.
func (s *server) cutAll() {
	s.t.Helper()
	s.mu.Lock()
	close(s.cut)
	s.cut = make(chan struct{})
	last := s.streams
	s.mu.Unlock()
	s.until("the streams that were cut are over", func() bool {
		for stream := range s.alive {
			if stream <= last {
				return false
			}
		}
		return true
	})
}

func (s *server) unwatched() {
	s.t.Helper()
	s.until("all streams are over", func() bool { return s.open["pods"]+s.open["nodes"]+s.open["events"] == 0 })
}

// answering replaces the server's answers where the function returns true.
func (s *server) answering(answer func(w http.ResponseWriter, r *http.Request) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

func (s *server) forbid(path string) {
	s.answering(func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "/"+path) {
			refuse(w, http.StatusForbidden, "Forbidden", path+` is forbidden: User "eve" cannot list it`)
			return true
		}
		return false
	})
}

// until waits for a state of the server.
func (s *server) until(what string, met func() bool) {
	s.t.Helper()
	late := time.After(bound)
	for {
		s.mu.Lock()
		ok, changed := met(), s.changed
		s.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-changed:
		case <-late:
			s.t.Fatalf("timed out waiting until %s", what)
		}
	}
}

func (s *server) watched(paths ...string) {
	s.t.Helper()
	for _, path := range paths {
		s.until("a watch of "+path+" is open", func() bool { return s.open[path] > 0 })
	}
}

// opened and closed count the streams that have sent their first bookmark or list.
func (s *server) opened(path string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[path]++
	s.signal()
}

func (s *server) closed(path string, stream int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[path]--
	delete(s.alive, stream)
	s.signal()
}

func (s *server) requested() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.requests)
}

// append and signal require that the caller holds the lock.
func (s *server) append(c change) {
	s.log = append(s.log, c)
	s.signal()
}

func (s *server) signal() {
	close(s.changed)
	s.changed = make(chan struct{})
}

func split(name string) (namespace, short string) {
	if namespace, short, found := strings.Cut(name, "/"); found {
		return namespace, short
	}
	return "", name
}

// bothModes runs a test with streaming lists, and with a server that does not support them.
func bothModes(t *testing.T, test func(t *testing.T, s *server)) {
	t.Helper()
	for _, mode := range []string{"streaming", "listing"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.listing = mode == "listing"
			test(t, s)
		})
	}
}

// delay keeps further events out of the streams until deliver is called. The streams stay open.
func (s *server) delay() (deliver func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	late := make(chan struct{})
	s.late = late
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.late = nil
		close(late)
		s.signal()
	}
}

// stall keeps all events out of the currently open streams only.
func (s *server) stall() (resume func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stalled = s.streams
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.stalled = 0
		s.signal()
	}
}
