// Package remote asks what no watch tells: it runs commands in containers and on nodes, reads logs, and requests URLs from
// outside the cluster. Each question is a structure, by which a replay finds the recorded answer.
package remote
