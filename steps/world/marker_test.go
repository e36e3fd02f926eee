package world

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	authorizationv1 "k8s.io/api/authorization/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// markServer answers requests to create a LimitRange, and those to try a claim, in the given order; the last answer stays.
type markServer struct {
	t      *testing.T
	made   answer
	tried  []answer
	denied string // the verb that the user may not use
	mu     sync.Mutex
	asked  int
	marker map[string]any
}

// answer is a status of the API server.
type answer struct {
	code    int
	message string
}

var (
	accepted    = answer{code: http.StatusCreated}
	byMarker    = answer{http.StatusForbidden, `persistentvolumeclaims "gherkind-marker" is forbidden: maximum storage usage per PersistentVolumeClaim is $SIZE, but request is 8191Pi`}
	byOthers    = answer{http.StatusForbidden, `persistentvolumeclaims "gherkind-marker" is forbidden: maximum storage usage per PersistentVolumeClaim is 1Gi, but request is 8191Pi`}
	noAnswer    = answer{http.StatusInternalServerError, "etcdserver: request timed out"}
	notAdmitted = answer{http.StatusForbidden, `limitranges "gherkind-marker-a" is forbidden: exceeded quota: few`}
)

func (s *markServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	name := strings.TrimPrefix(r.URL.Path, "/api/v1/namespaces/a/")
	switch {
	case r.URL.Path == "/api":
		fmt.Fprint(w, `{"kind": "APIVersions", "versions": ["v1"]}`)
	case r.URL.Path == "/apis":
		fmt.Fprint(w, `{"kind": "APIGroupList", "apiVersion": "v1", "groups": []}`)
	case strings.HasSuffix(r.URL.Path, "/selfsubjectaccessreviews"):
		s.review(w, r)
	case r.URL.Path == "/api/v1":
		fmt.Fprint(w, `{"kind": "APIResourceList", "groupVersion": "v1", "resources": [
		  {"name": "limitranges", "namespaced": true, "kind": "LimitRange", "verbs": ["create"]},
		  {"name": "persistentvolumeclaims", "namespaced": true, "kind": "PersistentVolumeClaim", "verbs": ["create"]}]}`)
	case r.Method == http.MethodPost && name == "persistentvolumeclaims":
		if r.URL.Query().Get("dryRun") != "All" {
			s.t.Error("a claim is created")
		}
		answer := s.tried[min(s.asked, len(s.tried)-1)]
		answer.message = strings.ReplaceAll(answer.message, "$SIZE", s.size())
		s.send(w, answer, map[string]any{"kind": "PersistentVolumeClaim", "apiVersion": "v1"})
		s.asked++
	case r.Method == http.MethodPost:
		given := map[string]any{}
		if err := json.NewDecoder(r.Body).Decode(&given); err != nil {
			s.t.Error(err)
		}
		if s.made == accepted {
			s.marker = given
		}
		s.send(w, s.made, given)
	case s.marker == nil:
		s.send(w, answer{http.StatusNotFound, "not found"}, nil)
	default:
		s.send(w, answer{code: http.StatusOK}, s.marker)
		if r.Method == http.MethodDelete {
			s.marker = nil
		}
	}
}

// size returns the size that the marker limits.
func (s *markServer) size() string {
	limits, _, _ := unstructured.NestedSlice(s.marker, "spec", "limits")
	if len(limits) == 0 {
		return "without a marker"
	}
	size, _, _ := unstructured.NestedString(limits[0].(map[string]any), "max", "storage")
	return size
}

func (s *markServer) review(w http.ResponseWriter, r *http.Request) {
	var review authorizationv1.SelfSubjectAccessReview
	if err := json.NewDecoder(r.Body).Decode(&review); err != nil {
		s.t.Error(err)
	}
	review.Status.Allowed = review.Spec.ResourceAttributes.Verb != s.denied
	if err := json.NewEncoder(w).Encode(review); err != nil {
		s.t.Error(err)
	}
}

func (s *markServer) send(w http.ResponseWriter, a answer, obj map[string]any) {
	w.WriteHeader(a.code)
	if a.message != "" {
		obj = failure(int32(a.code), map[int]string{http.StatusForbidden: "Forbidden", http.StatusNotFound: "NotFound"}[a.code])
		obj["message"] = a.message
	}
	if err := json.NewEncoder(w).Encode(obj); err != nil {
		s.t.Error(err)
	}
}

// TestAWriteIsEnforcedBehindIt: a write of what the API server enforces from a cache returns when it enforces it; if it does
// not, the cluster is at fault. What cannot be asked is not awaited. No marker is left.
func TestAWriteIsEnforcedBehindIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		made    answer
		tried   []answer
		denied  string
		stopped bool // the scenario has stopped a control plane
		kind    string
		asked   int // -1: many times
		fault   bool
	}{
		"at once":                        {accepted, []answer{byMarker}, "", false, "LimitRange", 1, false},
		"later":                          {accepted, []answer{accepted, accepted, byMarker}, "", false, "LimitRange", 3, false},
		"after a moment without answers": {accepted, []answer{noAnswer, byMarker}, "", false, "LimitRange", 2, false},
		"never":                          {accepted, []answer{accepted}, "", false, "LimitRange", -1, true},
		"nothing answers":                {accepted, []answer{noAnswer}, "", false, "LimitRange", -1, true},
		"the marker is not stored":       {noAnswer, []answer{accepted}, "", false, "LimitRange", 0, true},
		"others refuse at first":         {accepted, []answer{byOthers, byOthers, byMarker}, "", false, "LimitRange", 3, false},
		"others refuse":                  {accepted, []answer{byOthers}, "", false, "LimitRange", -1, false},
		"the marker is not admitted":     {notAdmitted, []answer{accepted}, "", false, "LimitRange", 0, false},
		"the user may not make a marker": {accepted, []answer{accepted}, "create", false, "LimitRange", 0, false},
		"the user may not delete one":    {accepted, []answer{accepted}, "delete", false, "LimitRange", 0, false},
		"without a control plane":        {accepted, []answer{accepted}, "", true, "LimitRange", 0, false},
		"a kind without a marker":        {accepted, []answer{accepted}, "", false, "ConfigMap", 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &markServer{t: t, made: c.made, tried: c.tried, denied: c.denied}
			timeouts := DefaultTimeouts()
			if c.fault {
				timeouts.Watch = 200 * time.Millisecond
			}
			w := (&Run{Client: clientOf(t, s), Timeouts: timeouts, Hub: observe.NewHub(t.Context(), nil, observe.Options{})}).Open(Scenario{})
			w.stoppedControl, w.namespaces = c.stopped, map[string]string{"": "a"}
			kind := kube.Kind{GVK: schema.GroupVersionKind{Version: "v1", Kind: c.kind}, Namespaced: true}
			change := kube.Change{Ref: kube.Ref{Kind: kind, Namespace: "a", Name: "sizes"}}
			err := w.awaitEffect(t.Context(), []kube.Change{change, change})
			if errors.Is(err, observe.ErrUnobserved) != c.fault || (err != nil) != c.fault {
				t.Errorf("%v", err)
			}
			if s.asked != c.asked && (c.asked >= 0 || s.asked == 0) {
				t.Errorf("asked %d times", s.asked)
			}
			if err := w.Close(t.Context()); err != nil || s.marker != nil {
				t.Errorf("%v; left: %v", err, s.marker)
			}
		})
	}
}

// TestEnforcedFirst: what follows an object that decides how others are admitted is written when that is enforced.
func TestEnforcedFirst(t *testing.T) {
	for kinds, want := range map[string]string{
		"v1/Pod": "Pod", "v1/Pod v1/Service": "Pod Service",
		"v1/ResourceQuota v1/LimitRange v1/Pod v1/Service": "ResourceQuota|LimitRange|Pod Service",
		"v1/ResourceQuota v1/ResourceQuota v1/Pod":         "ResourceQuota|ResourceQuota|Pod",
		"admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding v1/Pod": "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding|Pod",
		"v1/Pod scheduling.k8s.io/v1/PriorityClass":                                   "Pod PriorityClass",
		"scheduling.k8s.io/v1/PriorityClass v1/Pod v1/LimitRange":                     "PriorityClass|Pod LimitRange",
		"rbac.authorization.k8s.io/v1/Role rbac.authorization.k8s.io/v1/X v1/Pod":     "Role X Pod",
		"admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding v1/Service": "ValidatingAdmissionPolicyBinding|Service",
	} {
		var docs []kube.Document
		for _, kind := range strings.Fields(kinds) {
			i := strings.LastIndex(kind, "/")
			docs = append(docs, kube.Document{Object: object(t, fmt.Sprintf("{apiVersion: %s, kind: %s}", kind[:i], kind[i+1:]))})
		}
		var parts []string
		for _, part := range enforcedFirst(docs) {
			var names []string
			for _, doc := range part {
				names = append(names, doc.Object.GetKind())
			}
			parts = append(parts, strings.Join(names, " "))
		}
		if got := strings.Join(parts, "|"); got != want {
			t.Errorf("%s: %s, want %s", kinds, got, want)
		}
	}
}

// TestUntilTold: others may answer at first, but not for ever, and an answer that is lost is no effect.
func TestUntilTold(t *testing.T) {
	t.Parallel()
	lost := errors.New("connection lost")
	for name, c := range map[string]struct {
		effects []effect
		errs    []error
		asked   int // -1: many times
		late    bool
	}{
		"at once":                 {[]effect{inEffect}, []error{nil}, 1, false},
		"later":                   {[]effect{noEffectYet, inEffect}, []error{nil}, 2, false},
		"after others":            {[]effect{notTold, noEffectYet, notTold, inEffect}, []error{nil}, 4, false},
		"after a lost answer":     {[]effect{noEffectYet, inEffect}, []error{lost, nil}, 2, false},
		"never, as others answer": {[]effect{notTold}, []error{nil}, -1, false},
		"never":                   {[]effect{noEffectYet}, []error{nil}, -1, true},
		"no answer":               {[]effect{noEffectYet}, []error{lost}, -1, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), 2*tellWithin)
			defer cancel()
			asked := 0
			err := untilTold(ctx, func(context.Context) (effect, error) {
				i := asked
				asked++
				return c.effects[min(i, len(c.effects)-1)], c.errs[min(i, len(c.errs)-1)]
			})
			if (err != nil) != c.late {
				t.Errorf("%v", err)
			}
			if asked != c.asked && (c.asked >= 0 || asked < 2) {
				t.Errorf("asked %d times", asked)
			}
		})
	}
}

// TestAnySize: the API server writes a size of a marker as it is, and nothing claims more than it but the marker.
func TestAnySize(t *testing.T) {
	seen := map[string]bool{}
	low, high := resource.MustParse("8190Pi"), resource.MustParse("8191Pi")
	for range 1000 {
		size := anySize()
		q, err := resource.ParseQuantity(size)
		if err != nil || q.String() != size || q.Cmp(low) < 0 || q.Cmp(high) >= 0 || seen[size] {
			t.Fatalf("%s, as %s: %v", size, q.String(), err)
		}
		seen[size] = true
	}
}
