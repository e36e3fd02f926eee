package cluster

import (
	"slices"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// createReason is a known cause of a failed creation, recognised by Docker's message.
type createReason struct {
	sign   string // in lower case
	cause  string
	advice string
}

func createReasons() []createReason {
	return []createReason{
		{"unable to apply caps",
			"this machine withholds capabilities from Docker, and its runtime refuses privileged containers for that",
			"start that daemon with " + host.RuntimeFlags() + ", or unset DOCKER_HOST and run this as root, so that gherkind sets up its own"},
		{"fully subnetted",
			"Docker has no free range of addresses for the network \"kind\"",
			"remove networks that nothing uses (docker network prune), or type: docker network create --subnet 172.30.0.0/16 kind, with a range that is free"},
		{"pool overlaps",
			"the range of the Docker network \"kind\" overlaps with that of another network",
			"type: docker network create --subnet 172.30.0.0/16 kind, with a range that is free"},
		{"no space left on device",
			"the disk where Docker keeps its data is full",
			"free some space (docker system df shows what Docker holds, docker system prune removes what nothing uses) and run this again"},
		{"port is already allocated",
			"a port of this machine that the topology maps is taken",
			"choose another hostPort in the topology, or end what listens there"},
	}
}

// knownReason returns the cause for a message; ok is false if it is not a known one.
func knownReason(said string) (createReason, bool) {
	said = strings.ToLower(said)
	all := createReasons()
	i := slices.IndexFunc(all, func(r createReason) bool { return strings.Contains(said, r.sign) })
	if i < 0 {
		return createReason{}, false
	}
	return all[i], true
}
