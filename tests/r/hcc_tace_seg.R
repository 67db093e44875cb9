# Numbers of the published patients of HCC-TACE-Seg, by base R and the package survival, from the sheet and nothing of this registry.
# Rscript hcc_tace_seg.R <sheet.csv> <folder>   reads the sheet 'data table' as text, and writes <folder>/hcc_tace_seg.csv
# One row of it is one number of a release: analysis, name, group, value with 17 significant digits.
suppressPackageStartupMessages(library(survival))

arguments <- commandArgs(trailingOnly = TRUE)
sheet <- read.csv(arguments[1], colClasses = "character", check.names = FALSE, na.strings = "")
rows <- list()
keep <- function(analysis, name, group, value) {
  rows[[length(rows) + 1]] <<- data.frame(analysis = analysis, name = name, group = group, value = sprintf("%.17g", as.numeric(value)))
}
keep("versions", "R", paste(R.version$major, R.version$minor, sep = "."), 0)
keep("versions", "survival", as.character(packageVersion("survival")), 0)

arms <- c(A = "child_pugh_a", B = "child_pugh_b", C = "child_pugh_c")
arm <- arms[sheet$CPS]
groups <- c(arms, "all")
in_group <- function(group) if (group == "all") rep(TRUE, length(arm)) else arm == group

# --- survival and progression: recorded weeks in whole days, in months of 30.4375 days

keep_times <- function(analysis, weeks, status) {
  months <- round(7 * as.numeric(weeks)) / 30.4375
  event <- as.numeric(status)
  for (group in groups) {
    own <- in_group(group)
    fit <- survfit(Surv(months[own], event[own]) ~ 1)
    table <- summary(fit)$table
    keep(analysis, "patients", group, sum(own))
    keep(analysis, "events", group, sum(event[own]))
    keep(analysis, "median", group, table[["median"]])
    keep(analysis, "median.lower", group, table[["0.95LCL"]])
    keep(analysis, "median.upper", group, table[["0.95UCL"]])
    for (month in c(6, 12, 24)) {
      at <- summary(fit, times = month, extend = TRUE)
      limits <- if (any(months[own] >= month)) 100 * c(at$surv, at$lower, at$upper) else rep(NA, 3)
      keep(analysis, paste0("rate_at_", month), group, limits[1])
      keep(analysis, paste0("rate_at_", month, ".lower"), group, limits[2])
      keep(analysis, paste0("rate_at_", month, ".upper"), group, limits[3])
    }
  }
  test <- survdiff(Surv(months, event) ~ arm)
  keep(analysis, "log_rank.chi_square", "arms", test$chisq)
  keep(analysis, "log_rank.p", "arms", pchisq(test$chisq, length(test$n) - 1, lower.tail = FALSE))
  for (place in seq_along(test$n)) {
    group <- sub("arm=", "", names(test$n)[place])
    keep(analysis, "log_rank.observed", group, test$obs[place])
    keep(analysis, "log_rank.expected", group, test$exp[place])
  }
}
keep_times("os", sheet$OS, sheet$Death_1_StillAliveorLostToFU_0)
keep_times("ttp", sheet$TTP, sheet$Censored_0_progressed_1)

# --- responses: one follow-up, some weeks after a baseline scan that lies 7 days before TACE

responses <- c("CR", "PR", "SD", "PD")
category <- function(column) responses[as.numeric(sheet[[column]])]
days <- round(7 * as.numeric(sheet$Interval_FU)) - 7
is_dated <- !is.na(days)
is_after <- is_dated & days > 0

keep_responses <- function(analysis, read) {
  best <- ifelse(is.na(read), "NE", read)
  for (group in groups) {
    own <- best[in_group(group)]
    for (response in c(responses, "NE")) keep(analysis, paste0(response, ".count"), group, sum(own == response))
    for (rate in names(sets)) {
      count <- sum(own %in% sets[[rate]])
      keep(analysis, paste0(rate, ".count"), group, count)
      keep(analysis, paste0(rate, ".percent"), group, 100 * count / length(own))
      limits <- 100 * binom.test(count, length(own))$conf.int
      keep(analysis, paste0(rate, ".lower"), group, limits[1])
      keep(analysis, paste0(rate, ".upper"), group, limits[2])
      evaluable <- sum(own != "NE")
      keep(analysis, paste0(rate, ".of_those_evaluable"), group, 100 * count / evaluable)
      keep(analysis, paste0(rate, ".evaluable"), group, evaluable)
    }
  }
  for (rate in names(sets)) {
    counts <- table(factor(arm, arms), factor(best %in% sets[[rate]], c(TRUE, FALSE)))
    if (all(colSums(counts) > 0)) keep(analysis, paste0(rate, ".p"), "arms", suppressWarnings(chisq.test(counts, correct = FALSE)$p.value))
  }
}
sets <- list(ORR = c("CR", "PR"), DCR = c("CR", "PR", "SD"))

# more than half of the readers, and two at least, say the same; else there is no response
majority <- function(reads) {
  apply(reads, 1, function(said) {
    said <- said[!is.na(said)]
    counts <- table(said)
    if (length(said) > 1 && max(counts) > length(said) / 2) names(counts)[which.max(counts)] else NA
  })
}
dated <- function(column) ifelse(is_after, category(column), NA)
for (criterion in c("mRECIST", "RECIST")) {
  analysis <- if (criterion == "mRECIST") "table_2" else "response_recist_1_1"
  reads <- sapply(1:3, function(reader) dated(paste0(reader, "_", criterion)))
  keep_responses(analysis, majority(reads))
  for (reader in 1:3) keep_responses(paste0(analysis, "_r", reader), reads[, reader])
}
# a read without an interval is known to be a follow-up, and counts for its reader
for (reader in 1:3) {
  read <- category(paste0(reader, "_mRECIST"))
  keep_responses(paste0("table_2_r", reader, "_with_undated_reads"), ifelse(is_after | !is_dated, read, NA))
}

# --- agreement of two readers on the exams that have a day: Cohen's kappa, weights 1 - (|i - j| / 3)^power

kappa <- function(first, second, power) {
  both <- table(factor(first, responses), factor(second, responses))
  share <- both / sum(both)
  weights <- 1 - (abs(row(both) - col(both)) / (length(responses) - 1))^power
  chance <- sum(weights * outer(rowSums(share), colSums(share)))
  (sum(weights * share) - chance) / (1 - chance)
}
for (pair in list(c(1, 2), c(1, 3), c(2, 3))) {
  reads <- lapply(pair, function(reader) category(paste0(reader, "_mRECIST")))
  both <- is_dated & !is.na(reads[[1]]) & !is.na(reads[[2]])
  name <- paste0("R", pair[1], ":R", pair[2])
  keep("agreement", "exam_count", name, sum(both))
  keep("agreement", "equal_count", name, sum(reads[[1]][both] == reads[[2]][both]))
  keep("agreement", "weighted_kappa", name, kappa(reads[[1]][both], reads[[2]][both], 1))
  keep("agreement", "quadratic_kappa", name, kappa(reads[[1]][both], reads[[2]][both], 2))
}

write.csv(do.call(rbind, rows), file.path(arguments[2], "hcc_tace_seg.csv"), row.names = FALSE)
