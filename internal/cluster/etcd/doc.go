// Package etcd runs the members of an external etcd of a kind cluster: containers on the network of its nodes. They use TLS for
// all connections between each other and with the API servers.
//
// The members have kind's label of the cluster, so that deleting the cluster deletes them, and kind's role "external-etcd", so
// that kind does not treat them as nodes.
package etcd
