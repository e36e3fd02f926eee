package kube

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

func TestTransient(t *testing.T) {
	leases := schema.GroupResource{Group: "coordination.k8s.io", Resource: "leases"}
	for _, c := range []struct {
		err  error
		want bool
	}{
		{nil, false},
		{context.Canceled, false},
		{fmt.Errorf("get: %w", syscall.ECONNREFUSED), true},
		{context.DeadlineExceeded, true}, // of one request; a caller whose own context has ended checks that
		{apierrors.NewInternalError(errors.New("etcdserver: leader changed")), true},
		{apierrors.NewTooManyRequests("later", 1), true},
		{apierrors.NewServerTimeout(leases, "get", 1), true},
		{apierrors.NewTimeoutError("slow", 1), true},
		{apierrors.NewServiceUnavailable("starting"), true},
		{apierrors.NewNotFound(leases, "a"), false},
		{apierrors.NewConflict(leases, "a", errors.New("changed")), false},
		{fmt.Errorf("get: %w", apierrors.NewForbidden(leases, "a", errors.New("no"))), false},
		{apierrors.NewUnauthorized("who"), false},
	} {
		if got := Transient(c.err); got != c.want {
			t.Errorf("%v: %v", c.err, got)
		}
	}
}
