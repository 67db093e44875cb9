# Reads the tables of a release with labels and factors; every release has this file beside its cohort.
#
#   source("data/registry/current/read_cohort.R")
#   patients <- read_cohort("data/registry/current")
#   table(patients$arm, patients$best_response)
#   attr(patients$age_years, "label")
#
# Coded text columns are factors in the order of data_dictionary.csv, the reference level first; their levels are the labels, or the codes
# with labels = FALSE. A code that no row holds is no level, unless all_levels = TRUE. Columns of numbers stay numbers, and a column that
# may hold several codes (`separator`) stays text. Every column has its label with the unit as the attribute "label". The Parquet file is
# read where the package arrow is installed, the CSV elsewhere with base R alone; only the table of all patients is there as CSV.

read_cohort <- function(release = ".", table = NULL, labels = TRUE, all_levels = FALSE) {
  if (is.null(table)) {
    table <- sub("\\.csv$", "", list.files(file.path(release, "cohort"), pattern = "\\.csv$")[1])
  }
  dictionary <- read_all_text(file.path(release, "data_dictionary.csv"))
  dictionary <- dictionary[dictionary$layer == "cohort" & dictionary$table == table, ]
  rows <- read_rows(file.path(release, "cohort"), table, dictionary)
  for (i in seq_len(nrow(dictionary))) {
    column <- dictionary$column[i]
    if (dictionary$codes[i] != "" && dictionary$separator[i] == "" && is.character(rows[[column]])) {
      cells <- as_factor(rows[[column]], dictionary$codes[i], labels, column)
      rows[[column]] <- if (all_levels) cells else droplevels(cells)
    }
    unit <- if (dictionary$unit[i] == "") "" else paste0(" (", dictionary$unit[i], ")")
    attr(rows[[column]], "label") <- paste0(dictionary$label[i], unit)
  }
  rows
}

read_all_text <- function(path, na = character()) {
  read.csv(path, colClasses = "character", na.strings = na, encoding = "UTF-8", check.names = FALSE)
}

read_rows <- function(folder, table, dictionary) {
  parquet <- file.path(folder, paste0(table, ".parquet"))
  csv <- file.path(folder, paste0(table, ".csv"))
  if (requireNamespace("arrow", quietly = TRUE)) {
    return(as.data.frame(arrow::read_parquet(parquet)))
  }
  if (!file.exists(csv)) {
    stop(table, " is there as Parquet only; install.packages(\"arrow\") reads it")
  }
  rows <- read_all_text(csv, na = "")
  for (i in seq_len(nrow(dictionary))) {
    column <- dictionary$column[i]
    rows[[column]] <- as_typed(rows[[column]], dictionary$type[i])
    if (dictionary$separator[i] != "") {
      rows[[column]][is.na(rows[[column]])] <- "" # no code at all, which CSV does not tell from a missing cell
    }
  }
  rows
}

as_typed <- function(cells, type) {
  if (type == "BOOLEAN") return(cells == "true")
  if (type == "DATE") return(as.Date(cells))
  if (type %in% c("INTEGER", "BIGINT", "HUGEINT")) return(as.integer(cells))
  if (grepl("^(FLOAT|DOUBLE|DECIMAL)", type)) return(as.numeric(cells))
  cells
}

as_factor <- function(cells, codes, labels, column) {
  pairs <- strsplit(codes, " | ", fixed = TRUE)[[1]]
  at <- regexpr(" = ", pairs, fixed = TRUE)
  known <- substr(pairs, 1, at - 1)
  if (!all(is.na(cells) | cells %in% known)) {
    stop(column, " holds a code that data_dictionary.csv does not explain; take both from one release")
  }
  factor(cells, levels = known, labels = if (labels) substr(pairs, at + 3, nchar(pairs)) else known)
}
