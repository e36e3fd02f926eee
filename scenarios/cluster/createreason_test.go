package cluster

import "testing"

func TestKnownReasonsOfACreationThatFailed(t *testing.T) {
	for said, want := range map[string]string{
		"OCI runtime create failed: unable to apply caps: operation not permitted":                                                                           "this machine withholds capabilities from Docker, and its runtime refuses privileged containers for that",
		"Error response from daemon: could not find an available, non-overlapping IPv4 address pool: all predefined address pools have been fully subnetted": "Docker has no free range of addresses for the network \"kind\"",
		"Error response from daemon: Pool overlaps with other one on this address space":                                                                     "the range of the Docker network \"kind\" overlaps with that of another network",
		"write /var/lib/docker/tmp/x: no space left on device":                                                                                               "the disk where Docker keeps its data is full",
		"Bind for 0.0.0.0:80 failed: port is already allocated":                                                                                              "a port of this machine that the topology maps is taken",
		"failed to init node with kubeadm":                                                                                                                   "",
	} {
		if got, is := knownReason(said); got.cause != want || is != (want != "") {
			t.Errorf("%q: got %q", said, got.cause)
		}
	}
}
