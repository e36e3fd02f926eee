// Package mask takes the values of Secrets out of texts: a pod may print what it got from
// a Secret, and a report is read by more people than the cluster is.
package mask
