package runlock

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"sync"
	"testing"

	coordinationv1 "k8s.io/api/coordination/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

// leases keeps the Leases of a cluster in memory, with resource versions and preconditions like the API server.
type leases struct {
	mu       sync.Mutex
	revision int
	all      map[string]*coordinationv1.Lease
	fails    func(verb, name string) error // nil: no request fails
}

var leaseResource = schema.GroupResource{Group: "coordination.k8s.io", Resource: "leases"}

// begin locks, and returns the Lease with that name; nil if there is none.
func (l *leases) begin(verb, name string) (*coordinationv1.Lease, error) {
	l.mu.Lock()
	if l.fails != nil {
		if err := l.fails(verb, name); err != nil {
			return nil, err
		}
	}
	if l.all[name] == nil && verb != "create" && verb != "list" {
		return nil, apierrors.NewNotFound(leaseResource, name)
	}
	return l.all[name], nil
}

func (l *leases) put(lease *coordinationv1.Lease) *coordinationv1.Lease {
	l.revision++
	lease = lease.DeepCopy()
	lease.ResourceVersion = strconv.Itoa(l.revision)
	if lease.UID == "" {
		lease.UID = types.UID(lease.ResourceVersion)
	}
	if l.all == nil {
		l.all = map[string]*coordinationv1.Lease{}
	}
	l.all[lease.Name] = lease
	return lease.DeepCopy()
}

func (l *leases) Get(_ context.Context, name string, _ metav1.GetOptions) (*coordinationv1.Lease, error) {
	lease, err := l.begin("get", name)
	defer l.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return lease.DeepCopy(), nil
}

func (l *leases) List(context.Context, metav1.ListOptions) (*coordinationv1.LeaseList, error) {
	_, err := l.begin("list", "")
	defer l.mu.Unlock()
	list := &coordinationv1.LeaseList{}
	for _, lease := range l.all {
		list.Items = append(list.Items, *lease.DeepCopy())
	}
	return list, err
}

func (l *leases) Create(_ context.Context, lease *coordinationv1.Lease, _ metav1.CreateOptions) (*coordinationv1.Lease, error) {
	had, err := l.begin("create", lease.Name)
	defer l.mu.Unlock()
	if err == nil && had != nil {
		err = apierrors.NewAlreadyExists(leaseResource, lease.Name)
	}
	if err != nil {
		return nil, err
	}
	return l.put(lease), nil
}

var errChanged = errors.New("the object has been modified")

func (l *leases) Update(_ context.Context, lease *coordinationv1.Lease, _ metav1.UpdateOptions) (*coordinationv1.Lease, error) {
	had, err := l.begin("update", lease.Name)
	defer l.mu.Unlock()
	if err == nil && had.ResourceVersion != lease.ResourceVersion {
		err = apierrors.NewConflict(leaseResource, lease.Name, errChanged)
	}
	if err != nil {
		return nil, err
	}
	return l.put(lease), nil
}

func (l *leases) Patch(_ context.Context, name string, _ types.PatchType, data []byte, _ metav1.PatchOptions, _ ...string) (*coordinationv1.Lease, error) {
	lease, err := l.begin("patch", name)
	defer l.mu.Unlock()
	if err != nil {
		return nil, err
	}
	lease = lease.DeepCopy()
	if err := json.Unmarshal(data, lease); err != nil {
		return nil, err
	}
	return l.put(lease), nil
}

func (l *leases) Delete(_ context.Context, name string, o metav1.DeleteOptions) error {
	lease, err := l.begin("delete", name)
	defer l.mu.Unlock()
	if err != nil {
		return err
	}
	if p := o.Preconditions; p != nil && (p.UID != nil && *p.UID != lease.UID || p.ResourceVersion != nil && *p.ResourceVersion != lease.ResourceVersion) {
		return apierrors.NewConflict(leaseResource, name, errChanged)
	}
	delete(l.all, name)
	return nil
}

// fail makes requests fail from now on.
func (l *leases) fail(how func(verb, name string) error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fails = how
}

// has reports whether there is a Lease with that name.
func (l *leases) has(name string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all[name] != nil
}

// member returns the member of a run on another machine, of which only the Lease is visible.
func member(t *testing.T, l *leases, run string) *Member {
	t.Helper()
	m := elsewhere(t, l, run)
	if err := m.join(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		m.stop()
		<-m.done
	})
	return m
}

// elsewhere returns a member that has not joined yet, or that was stopped.
func elsewhere(t *testing.T, l *leases, run string) *Member {
	t.Helper()
	return &Member{api: l, older: &leases{}, run: run, note: t.Logf}
}
