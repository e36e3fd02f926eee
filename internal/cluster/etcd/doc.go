// Package etcd runs the members of an etcd that lives outside the control
// planes of a kind cluster: containers on the network of its nodes, which speak
// TLS only, with each other and with the API servers.
//
// The members bear kind's label of the cluster, so that whatever deletes the
// cluster deletes them, and kind's role "external-etcd", which keeps kind from
// taking them for nodes.
package etcd
