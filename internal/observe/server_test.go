package observe

import (
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// bound is how long a test waits for something that must happen. It decides no verdict: only a broken package ever reaches it.
const bound = 20 * time.Second

type object = map[string]any

// change is an entry of the server's log, one line of a watch stream.
type change struct {
	revision  int
	path      string // "pods"; empty for a raw line, which all streams get
	namespace string
	line      []byte
}

// server speaks the list and watch protocol of Kubernetes: revisions of one
// sequence, namespaces, streaming lists, bookmarks and compaction.
type server struct {
	t       *testing.T
	address string
	listing bool // refuses streaming lists, as older API servers do

	mu       sync.Mutex
	http     *httptest.Server
	revision int
	oldest   int               // a watch from before this revision has expired
	objects  map[string]object // by resource/namespace/name
	log      []change
	changed  chan struct{} // closed and replaced on every change of the fields here
	cut      chan struct{} // closed and replaced to cut all streams
	held     chan struct{} // requests wait for it; nil if none do
	late     chan struct{} // open streams bring nothing until it is closed; nil if they are not delayed
	streams  int           // opened so far
	alive    map[int]bool  // the numbers of the open ones
	stalled  int           // streams up to this number bring nothing
	requests map[string]int
	open     map[string]int // watches past their first bookmark or list, by resource
	answer   func(w http.ResponseWriter, r *http.Request) bool
}

func newServer(t *testing.T) *server {
	s := &server{
		t: t, revision: 100, objects: map[string]object{}, requests: map[string]int{}, open: map[string]int{}, alive: map[int]bool{},
		changed: make(chan struct{}), cut: make(chan struct{}),
	}
	s.start()
	t.Cleanup(func() { s.stop() })
	return s
}

// start listens on the same port as before, if it ran before.
func (s *server) start() {
	s.t.Helper()
	fresh := httptest.NewUnstartedServer(s)
	if s.address != "" {
		_ = fresh.Listener.Close()
		listener, err := net.Listen("tcp", s.address)
		if err != nil {
			s.t.Fatalf("listen again: %v", err)
		}
		fresh.Listener = listener
	}
	fresh.Start()
	s.http, s.address = fresh, fresh.Listener.Addr().String()
}

// stop refuses connections and ends the open ones.
func (s *server) stop() {
	_ = s.http.Listener.Close()
	s.http.CloseClientConnections()
	s.http.Close()
}

// ServeHTTP implements http.Handler.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/api/"), "/") // every version shows the same objects
	parts := strings.Split(path, "/")
	namespace := ""
	if len(parts) == 3 && parts[0] == "namespaces" {
		namespace, parts = parts[1], parts[2:]
	}
	query := r.URL.Query()
	watching := query.Get("watch") != ""
	s.mu.Lock()
	s.requests[map[bool]string{true: "WATCH ", false: "LIST "}[watching]+parts[0]]++
	s.signal()
	held, answer := s.held, s.answer
	s.mu.Unlock()
	if held != nil {
		select {
		case <-held:
		case <-r.Context().Done():
			return
		}
	}
	switch {
	case answer != nil && answer(w, r):
	case !watching:
		s.list(w, parts[0], namespace)
	case query.Get("sendInitialEvents") == "true" && s.listing:
		refuse(w, http.StatusUnprocessableEntity, "Invalid", "sendInitialEvents is forbidden")
	default:
		s.watch(w, r, parts[0], namespace)
	}
}

func (s *server) list(w http.ResponseWriter, path, namespace string) {
	s.mu.Lock()
	list := object{
		"apiVersion": "v1", "kind": "List", "items": s.present(path, namespace),
		"metadata": object{"resourceVersion": strconv.Itoa(s.revision)},
	}
	s.mu.Unlock()
	reply(w, http.StatusOK, list)
}

func (s *server) watch(w http.ResponseWriter, r *http.Request, path, namespace string) {
	query := r.URL.Query()
	from, _ := strconv.Atoi(query.Get("resourceVersion"))
	s.mu.Lock()
	var first []byte
	if query.Get("sendInitialEvents") == "true" {
		for _, o := range s.present(path, namespace) {
			first = append(first, line("ADDED", o)...)
		}
		from = s.revision
		first = append(first, line("BOOKMARK", bookmark(path, from, true))...)
	} else if from < s.oldest {
		s.requests["EXPIRED "+path]++
		s.mu.Unlock()
		refuse(w, http.StatusGone, "Expired", "too old resource version")
		return
	}
	s.streams++
	s.alive[s.streams] = true
	mine, ended := s.streams, lasting(query.Get("timeoutSeconds"))
	at := 0
	for at < len(s.log) && s.log[at].revision <= from {
		at++
	}
	cut := s.cut
	s.mu.Unlock()

	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(first)
	s.opened(path)
	defer s.closed(path, mine)
	for {
		s.mu.Lock()
		fresh, changed, late := slices.Clone(s.log[at:]), s.changed, s.late
		if mine <= s.stalled {
			fresh = nil
		}
		s.mu.Unlock()
		if late != nil && len(fresh) > 0 {
			select {
			case <-late:
			case <-r.Context().Done():
				return
			case <-cut:
				panic(http.ErrAbortHandler)
			}
		}
		at += len(fresh)
		for _, c := range fresh {
			if c.path == "" || c.path == path && (namespace == "" || namespace == c.namespace) {
				_, _ = w.Write(c.line)
			}
		}
		_ = http.NewResponseController(w).Flush()
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		case <-ended:
			return
		case <-cut:
			panic(http.ErrAbortHandler) // cuts the connection in the middle of the stream
		}
	}
}

// lasting returns the end of a stream with timeoutSeconds.
func lasting(seconds string) <-chan time.Time {
	n, err := strconv.Atoi(seconds)
	if err != nil {
		return nil
	}
	return time.After(time.Duration(n) * time.Second)
}

// present returns the objects of a resource. The caller holds the lock.
func (s *server) present(path, namespace string) []object {
	found := []object{}
	for _, key := range slices.Sorted(maps.Keys(s.objects)) {
		parts := strings.Split(key, "/")
		if parts[0] == path && (namespace == "" || parts[1] == namespace) {
			found = append(found, s.objects[key])
		}
	}
	return found
}
