package cluster

import (
	"context"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/etcd"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

// Member is a member of an etcd that is outside the control planes.
type Member struct {
	Name      string // as the topology calls it: "etcd1"
	Container string // of Docker
}

// members lists those of the topology; none when etcd is in the control planes.
func (w desired) members() ([]Member, error) {
	external, err := w.topology.ExternalEtcd()
	if err != nil {
		return nil, err
	}
	hosts, err := external.Members() // bear the cluster's name by now
	if err != nil {
		return nil, err
	}
	members := make([]Member, 0, len(hosts))
	for _, host := range hosts {
		members = append(members, Member{Name: host[len(w.options.Name)+1:], Container: host})
	}
	return members, nil
}

// etcdMembers is an etcd that is to be started; nil when the control planes
// have their own.
type etcdMembers struct {
	set   *etcd.Set
	image string
}

// etcdSet gives the nodes their image: as it is, or with the certificates for
// an external etcd, which is returned.
func (w desired) etcdSet(ctx context.Context) (*etcdMembers, error) {
	members, err := w.members()
	if err != nil {
		return nil, err
	}
	if len(members) == 0 {
		return nil, docker.Tag(ctx, w.image.Ref, w.mark)
	}
	image, err := nodeimage.Etcd(ctx, w.image)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, m := range members {
		names = append(names, m.Name)
	}
	set, err := etcd.New(w.options.Name, names)
	if err != nil {
		return nil, fmt.Errorf("make the certificates of etcd: %w", err)
	}
	external, err := w.topology.ExternalEtcd()
	if err != nil {
		return nil, err
	}
	files, err := set.ForControlPlanes(external.CAFile, external.CertFile, external.KeyFile)
	if err != nil {
		return nil, fmt.Errorf("make the certificates of the API servers: %w", err)
	}
	return &etcdMembers{set: set, image: image}, docker.WithFiles(ctx, w.image.Ref, w.mark, files)
}

// beside starts the members while kind creates the nodes. It cannot be done
// before, because kind makes the network and wants no container with the
// cluster's name to be there, nor after, because no API server starts without.
func (m *etcdMembers) beside(ctx context.Context, w desired, create func(context.Context) error) error {
	if m == nil {
		return create(ctx)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	started := make(chan error, 1)
	began := time.Now()
	go func() {
		err := docker.AwaitFirstStart(ctx, w.options.Name, began)
		if err == nil {
			err = m.set.Start(ctx, docker.KindNetwork, m.image)
		}
		if err != nil {
			cancel(err) // kind would wait for minutes
		}
		started <- err
	}()
	err := create(ctx)
	if err != nil {
		cancel(err)
		<-started //nolint:errcheck // its error is the cause of this one, or comes from it
		return err
	}
	err = <-started
	cancel(nil)
	return err
}
