package runlock

import (
	"context"

	"github.com/gherkind/gherkind/internal/kube"
)

// What the tests on a real cluster see of a member: their package imports that of clusters, which imports this one.

const LockPrefix = lockPrefix

func (m *Member) Run() string                                  { return m.run }
func (m *Member) Client() *kube.Client                         { return m.client }
func (m *Member) Leases() leaseClient                          { return m.leases() }
func (m *Member) PatchRun(ctx context.Context, p string) error { return m.patchRun(ctx, p) }

// Freeze stops a member's renewals, as SIGSTOP does. What it does from then on is what it does when it goes on.
func (m *Member) Freeze() {
	m.stop()
	<-m.done
}
