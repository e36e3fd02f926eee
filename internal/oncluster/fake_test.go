package oncluster

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"sync"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

var updateOptions = metav1.UpdateOptions{}

var leaseResource = schema.GroupResource{Group: "coordination.k8s.io", Resource: "leases"}

// server stores Leases and ConfigMaps like an API server: a write with an outdated resourceVersion is a conflict.
type server struct {
	mu      sync.Mutex
	version int
	leases  map[string]*coordinationv1.Lease
	maps    map[string]*corev1.ConfigMap
	// fails, if set, is called before each request, and again before its response with a verb that ends in "ed".
	fails func(verb, name string) error
}

func newServer() *server {
	return &server{leases: map[string]*coordinationv1.Lease{}, maps: map[string]*corev1.ConfigMap{}}
}

func (s *server) do(verb, name string, act func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	fails := s.fails
	if fails == nil {
		fails = func(string, string) error { return nil }
	}
	if err := fails(verb, name); err != nil {
		return err
	}
	if err := act(); err != nil {
		return err
	}
	return fails(verb+"ed", name)
}

func (s *server) next() string {
	s.version++
	return strconv.Itoa(s.version)
}

func (s *server) lease(name string) *coordinationv1.Lease {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.leases[name].DeepCopy()
}

// leasesOf is the client for the Leases of the server.
type leasesOf struct{ *server }

func (s leasesOf) Get(_ context.Context, name string, _ metav1.GetOptions) (out *coordinationv1.Lease, err error) {
	err = s.do("get", name, func() error {
		if out = s.leases[name].DeepCopy(); out == nil {
			return apierrors.NewNotFound(leaseResource, name)
		}
		return nil
	})
	return out, err
}

func (s leasesOf) List(_ context.Context, o metav1.ListOptions) (*coordinationv1.LeaseList, error) {
	out := &coordinationv1.LeaseList{}
	key, value, _ := strings.Cut(o.LabelSelector, "=")
	err := s.do("list", "", func() error {
		for _, lease := range s.leases {
			if lease.Labels[key] == value {
				out.Items = append(out.Items, *lease.DeepCopy())
			}
		}
		return nil
	})
	return out, err
}

func (s leasesOf) Create(_ context.Context, lease *coordinationv1.Lease, _ metav1.CreateOptions) (out *coordinationv1.Lease, err error) {
	err = s.do("create", lease.Name, func() error {
		if s.leases[lease.Name] != nil {
			return apierrors.NewAlreadyExists(leaseResource, lease.Name)
		}
		out = lease.DeepCopy()
		out.ResourceVersion = s.next()
		out.UID = types.UID(out.ResourceVersion)
		s.leases[lease.Name] = out.DeepCopy()
		return nil
	})
	return out, err
}

func (s leasesOf) Update(_ context.Context, lease *coordinationv1.Lease, _ metav1.UpdateOptions) (out *coordinationv1.Lease, err error) {
	err = s.do("update", lease.Name, func() error {
		switch now := s.leases[lease.Name]; {
		case now == nil:
			return apierrors.NewNotFound(leaseResource, lease.Name)
		case now.ResourceVersion != lease.ResourceVersion:
			return apierrors.NewConflict(leaseResource, lease.Name, errors.New("it is another version"))
		}
		out = lease.DeepCopy()
		out.ResourceVersion = s.next()
		s.leases[lease.Name] = out.DeepCopy()
		return nil
	})
	return out, err
}

func (s leasesOf) Delete(_ context.Context, name string, o metav1.DeleteOptions) error {
	return s.do("delete", name, func() error {
		now := s.leases[name]
		if now == nil {
			return apierrors.NewNotFound(leaseResource, name)
		}
		if p := o.Preconditions; p != nil && (*p.UID != now.UID || *p.ResourceVersion != now.ResourceVersion) {
			return apierrors.NewConflict(leaseResource, name, errors.New("it is another version"))
		}
		delete(s.leases, name)
		return nil
	})
}

// mapsOf is the client for the ConfigMaps of the server.
type mapsOf struct{ *server }

func (s mapsOf) Get(_ context.Context, name string, _ metav1.GetOptions) (out *corev1.ConfigMap, err error) {
	err = s.do("get", name, func() error {
		if out = s.maps[name].DeepCopy(); out == nil {
			return apierrors.NewNotFound(corev1.Resource("configmaps"), name)
		}
		return nil
	})
	return out, err
}

func (s mapsOf) Create(_ context.Context, m *corev1.ConfigMap, _ metav1.CreateOptions) (*corev1.ConfigMap, error) {
	err := s.do("create", m.Name, func() error {
		if s.maps[m.Name] != nil {
			return apierrors.NewAlreadyExists(corev1.Resource("configmaps"), m.Name)
		}
		size := 0
		for _, data := range m.BinaryData {
			size += len(data)
		}
		if size > 1<<20 {
			return fmt.Errorf("%d bytes are too many", size)
		}
		s.maps[m.Name] = m.DeepCopy()
		return nil
	})
	return m, err
}

func (s mapsOf) Delete(_ context.Context, name string, _ metav1.DeleteOptions) error {
	return s.do("delete", name, func() error {
		if s.maps[name] == nil {
			return apierrors.NewNotFound(corev1.Resource("configmaps"), name)
		}
		delete(s.maps, name)
		return nil
	})
}

func (s *server) names() map[string]bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string]bool{}
	for name := range maps.Keys(s.maps) {
		out[name] = true
	}
	return out
}
