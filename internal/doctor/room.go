package doctor

import (
	"context"
	"fmt"

	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

// spare is the memory that scenarios need in addition to the nodes. With less, a run is slow, or its pods are evicted.
const spare = 1 << 30

// ofRoom compares the resources that a cluster needs with those available. An existing cluster already uses its share.
func ofRoom(ctx context.Context, o cluster.Options, docker *host.Sight, there existing) []Finding {
	image, err := nodeimage.Present(ctx, imageOptions(o))
	if err != nil {
		return []Finding{troubled(Warning, "memory", err)}
	}
	need, err := o.Needs(image)
	if err != nil {
		return []Finding{problem("topology", err.Error(), "")}
	}
	free, err := host.RoomFor(docker.Local, docker.Root, docker.Memory)
	if err != nil {
		return []Finding{troubled(Warning, "memory", err)}
	}
	if there.exists() {
		need = cluster.Room{}
	}
	return []Finding{
		room("memory", "", need.Memory, free.Memory, "stop other programs and containers, or give Docker's virtual machine more memory"),
		room("disk", " in "+docker.Root, need.Disk, free.Disk, "type: docker system prune (docker system df shows what Docker holds)"),
	}
}

func room(subject, where string, need, free uint64, fix string) Finding {
	if free == host.Unknown {
		return ok(subject, fmt.Sprintf("not known of Docker's machine; a cluster needs %s", host.Gigabytes(need+spare)))
	}
	says := fmt.Sprintf("%s free%s, ", host.Gigabytes(free), where)
	if need == 0 {
		says += fmt.Sprintf("a run on the existing cluster needs %s", host.Gigabytes(spare))
	} else {
		says += fmt.Sprintf("a new cluster needs %s, and a run on it %s", host.Gigabytes(need), host.Gigabytes(spare))
	}
	switch {
	case free < need:
		return problem(subject, says, fix)
	case free < need+spare:
		return warning(subject, says, fix)
	}
	return ok(subject, says)
}
