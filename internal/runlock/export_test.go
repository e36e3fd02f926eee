package runlock

import (
	"context"

	"github.com/gherkind/gherkind/internal/kube"
)

// Internals of a member for the tests on a real cluster, which cannot be in this package because clusters import it.

const LockPrefix = lockPrefix

func (m *Member) Run() string                                  { return m.run }
func (m *Member) Client() *kube.Client                         { return m.client }
func (m *Member) Leases() leaseClient                          { return m.leases() }
func (m *Member) PatchRun(ctx context.Context, p string) error { return m.patchRun(ctx, p) }

// Freeze stops a member's renewals, like SIGSTOP. What the member does afterwards is what a run does after SIGCONT.
func (m *Member) Freeze() {
	m.stop()
	<-m.done
}
